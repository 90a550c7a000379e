"""Everything that depends on the machine: cache folder, limits, files, images and clock."""
