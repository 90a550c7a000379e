"""Themes: manifests, options, style sheets, fonts and templates."""
