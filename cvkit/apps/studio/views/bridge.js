// What the editor element does not report: the cursor, input methods, completion; and the cursor's
// way back from a page.
import * as CM from "nicegui-codemirror";

const characters = (text) => [...text].length; // Python counts code points, JavaScript UTF-16 units
const units = (text, column) => [...text].slice(0, column).join("").length;

// Lines that are wrapped go on below the beginning of their text.
function hangingIndents(view) {
  const found = [];
  for (const { from, to } of view.visibleRanges) {
    for (let position = from; position <= to; ) {
      const line = view.state.doc.lineAt(position);
      const indent = line.text.match(/^\s*(?:- )*/)[0].length;
      if (indent) {
        const style = `text-indent:-${indent}ch;padding-left:calc(6px + ${indent}ch)`;
        found.push(CM.Decoration.line({ attributes: { style } }).range(line.from));
      }
      position = line.to + 1;
    }
  }
  return CM.Decoration.set(found);
}

export default {
  template: `<div hidden></div>`,
  props: { editor: Number, label: String },
  created() {
    this.waiting = {};
    this.asked = 0;
  },
  async mounted() {
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.onScheme = () => this.$emit("scheme", { dark: this.scheme.matches });
    this.scheme.addEventListener("change", this.onScheme);
    this.onScheme();
    // The application is only known once it is mounted.
    const found = () => (mounted_app ? getElement(this.editor)?.editor : null);
    while (!found()) await new Promise((done) => setTimeout(done, 30));
    this.view = found();
    this.view.dispatch({ effects: CM.StateEffect.appendConfig.of(this.extensions()) });
    this.$emit("ready", {});
  },
  beforeUnmount() {
    this.scheme.removeEventListener("change", this.onScheme);
    clearTimeout(this.timer);
  },
  methods: {
    extensions() {
      const report = CM.EditorView.updateListener.of((update) => {
        if (!update.selectionSet && !update.docChanged) return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.report(), 120);
      });
      const composition = CM.EditorView.domEventHandlers({
        compositionstart: () => void this.$emit("composing", { active: true }),
        compositionend: () => void this.$emit("composing", { active: false }),
      });
      // The editor compares sources by identity: this one must stay the same.
      const source = { autocomplete: (context) => this.complete(context) };
      const completion = CM.EditorState.languageData.of(() => [source]);
      const hover = CM.hoverTooltip((view, position) => this.explain(view, position), { hoverTime: 500 });
      const hanging = CM.ViewPlugin.fromClass(
        class {
          constructor(view) {
            this.decorations = hangingIndents(view);
          }
          update(update) {
            if (update.docChanged || update.viewportChanged) this.decorations = hangingIndents(update.view);
          }
        },
        { decorations: (plugin) => plugin.decorations },
      );
      return [
        hanging,
        report,
        composition,
        completion,
        hover,
        CM.EditorView.contentAttributes.of({ "aria-label": this.label, spellcheck: "false", tabindex: "0" }),
      ];
    },
    position(offset) {
      const line = this.view.state.doc.lineAt(offset);
      return { line: line.number - 1, column: characters(line.text.slice(0, offset - line.from)) };
    },
    report() {
      if (!this.view.dom.isConnected) return;
      const cursor = this.position(this.view.state.selection.main.head);
      const key = `${cursor.line}:${cursor.column}`;
      if (key === this.last) return;
      this.last = key;
      this.$emit("cursor", cursor);
    },
    // Ask the server, and wait for its answer.
    ask(event, offset, more = {}) {
      const number = ++this.asked;
      return new Promise((resolve) => {
        this.waiting[number] = resolve;
        setTimeout(() => this.answer(number, null), 2000);
        this.$emit(event, { number, ...this.position(offset), ...more });
      });
    },
    answer(number, value) {
      this.waiting[number]?.(value);
      delete this.waiting[number];
    },
    async complete(context) {
      const word = context.matchBefore(/[\w.-]*/);
      if (!context.explicit && !word.text) return null;
      const found = await this.ask("complete", context.pos);
      if (!found?.options?.length) return null;
      const line = context.state.doc.lineAt(context.pos);
      const options = found.options.map((option) => ({
        label: option.label,
        apply: option.insert,
        detail: option.detail,
        info: option.info || undefined,
        type: option.kind === "field" ? "property" : "constant",
      }));
      return { from: line.from + units(line.text, found.start), options, filter: false };
    },
    async explain(view, position) {
      const found = await this.ask("explain", position);
      if (!found) return null;
      const line = view.state.doc.line(found.line + 1);
      return {
        pos: line.from + units(line.text, found.start),
        end: line.from + units(line.text, found.end),
        above: true,
        create: () => {
          const dom = document.createElement("div");
          dom.className = "explanation";
          dom.textContent = found.text;
          return { dom };
        },
      };
    },
    goto(line, column, focus) {
      const doc = this.view.state.doc;
      const found = doc.line(Math.max(1, Math.min(line + 1, doc.lines)));
      const anchor = found.from + Math.min(units(found.text, column), found.length);
      this.view.dispatch({
        selection: { anchor },
        effects: CM.EditorView.scrollIntoView(anchor, { y: "center" }),
      });
      if (focus) this.view.focus();
      this.last = "";
      this.report();
    },
    command(key) {
      this.view.focus();
      CM.runScopeHandlers(this.view, new KeyboardEvent("keydown", { key, ctrlKey: true }), "editor");
    },
  },
};
