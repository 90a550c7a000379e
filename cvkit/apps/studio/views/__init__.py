"""The user interface of the studio, made of NiceGUI elements."""
