//! Workbooks as offices keep them, read into a grid of cells.
