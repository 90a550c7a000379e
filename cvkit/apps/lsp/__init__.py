"""``cvkit lsp``: help in any editor, by the Language Server Protocol."""
