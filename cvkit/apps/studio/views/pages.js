// The pages of a CV: pictures that are as sharp as the screen, the last ones until new ones are
// loaded, with outlines of the part in which the cursor is.
const MM = 96 / 25.4;

export default {
  template: `
    <div ref="area" class="pages-area" :class="{ 'is-outdated': outdated, 'is-side': sideBySide }"
         tabindex="0" role="region" :aria-label="label" :data-drawn="drawn">
      <div v-for="(page, index) in pages" :key="index" class="sheet" :ref="(e) => (sheets[index] = e)"
           :data-page="index + 1" :style="sheetStyle(page)" @click="click($event, index)">
        <img v-if="shown[index]" :src="shown[index]" :alt="'Page ' + (index + 1) + ' of ' + pages.length"
             draggable="false" />
        <div v-for="(spot, number) in spotsOf(index)" :key="number" class="spot" :style="spotStyle(spot, page)"></div>
      </div>
    </div>
  `,
  props: {
    pages: Array, // their sizes in mm
    source: String, // the key of the PDF
    spots: Array, // rectangles in mm, each with its page
    outdated: Boolean,
    sideBySide: Boolean,
    zoom: Number, // 1 is true to size, 0 fits the width
    label: String,
  },
  data() {
    return { shown: [], space: 0, drawn: "", ratio: window.devicePixelRatio || 1 };
  },
  created() {
    this.sheets = [];
    this.visible = new Set();
    this.loading = {};
  },
  mounted() {
    this.sizes = new ResizeObserver(() => this.measure());
    this.sizes.observe(this.$refs.area);
    this.seen = new IntersectionObserver((entries) => this.look(entries), {
      root: this.$refs.area,
      rootMargin: "600px",
    });
    this.$nextTick(() => this.watchSheets());
    this.measure();
  },
  beforeUnmount() {
    this.sizes.disconnect();
    this.seen.disconnect();
    clearTimeout(this.timer);
  },
  watch: {
    source() {
      this.$nextTick(() => this.load());
    },
    pages() {
      this.shown.length = Math.min(this.shown.length, this.pages.length);
      this.$nextTick(() => this.watchSheets());
    },
    zoom() {
      this.loadSoon();
    },
    sideBySide() {
      this.loadSoon();
    },
    spots() {
      this.$nextTick(() => this.reveal());
    },
  },
  methods: {
    widthOf(page) {
      if (this.zoom) return page.width * MM * this.zoom;
      const columns = this.sideBySide && this.pages.length > 1 && this.space > 700 ? 2 : 1;
      const gap = 24;
      const free = (this.space - gap * (columns + 1)) / columns;
      return Math.max(120, Math.min(free, 1100));
    },
    sheetStyle(page) {
      const width = this.widthOf(page);
      return { width: `${width}px`, height: `${(width * page.height) / page.width}px` };
    },
    spotsOf(index) {
      return (this.spots || []).filter((spot) => spot.page === index + 1);
    },
    spotStyle(spot, page) {
      const pad = 0.6;
      return {
        left: `${((spot.x - pad) / page.width) * 100}%`,
        top: `${((spot.y - pad / 2) / page.height) * 100}%`,
        width: `${((spot.w + 2 * pad) / page.width) * 100}%`,
        height: `${((spot.h + pad) / page.height) * 100}%`,
      };
    },
    click(event, index) {
      const box = event.currentTarget.getBoundingClientRect();
      const page = this.pages[index];
      this.$emit("place", {
        page: index + 1,
        x: ((event.clientX - box.left) / box.width) * page.width,
        y: ((event.clientY - box.top) / box.height) * page.height,
      });
    },
    measure() {
      const space = this.$refs.area?.clientWidth || 0;
      const ratio = window.devicePixelRatio || 1;
      if (!space || (space === this.space && ratio === this.ratio)) return;
      this.space = space;
      this.ratio = ratio;
      this.loadSoon();
    },
    watchSheets() {
      this.seen.disconnect();
      this.visible.clear();
      this.sheets.length = this.pages.length;
      this.sheets.forEach((sheet) => sheet && this.seen.observe(sheet));
    },
    look(entries) {
      for (const entry of entries) {
        const index = Number(entry.target.dataset.page) - 1;
        if (entry.isIntersecting) this.visible.add(index);
        else this.visible.delete(index);
      }
      this.load();
    },
    loadSoon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.load(), 80);
    },
    // Load the pictures of what can be seen; those further away when they come near.
    async load() {
      if (!this.source || !this.space) return;
      const source = this.source;
      const wanted = [...this.visible].filter((index) => index < this.pages.length).sort((a, b) => a - b);
      await Promise.all(wanted.map((index) => this.loadPage(index, source)));
      if (source === this.source) this.drawn = source;
    },
    async loadPage(index, source) {
      const pixels = Math.ceil((this.widthOf(this.pages[index]) * this.ratio) / 8) * 8;
      const address = `/page/${source}/${index + 1}.png?w=${pixels}`;
      if (this.shown[index] === address || this.loading[index] === address) return;
      this.loading[index] = address;
      const picture = new Image();
      picture.src = address;
      try {
        await picture.decode();
        if (this.loading[index] === address) this.shown[index] = address;
      } catch {
        // A newer rendering has replaced it.
      } finally {
        if (this.loading[index] === address) delete this.loading[index];
      }
    },
    // Bring the outlined part into view, unless some of it is.
    reveal() {
      const spots = [...this.$refs.area.querySelectorAll(".spot")];
      if (!spots.length) return;
      const area = this.$refs.area.getBoundingClientRect();
      const isSeen = (box) => box.bottom > area.top + 8 && box.top < area.bottom - 8;
      if (spots.some((spot) => isSeen(spot.getBoundingClientRect()))) return;
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      spots[0].scrollIntoView({ block: "center", inline: "nearest", behavior: still ? "auto" : "smooth" });
    },
  },
};
