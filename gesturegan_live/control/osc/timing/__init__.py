"""What is to happen at a time: bundles, scores and cues, obeyed when they are due; and those due too far off."""
