"""What touches the machine: the cache folder, limits, files, images and the clock."""
