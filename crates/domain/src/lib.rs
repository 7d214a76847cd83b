//! The words and rules of attracting investment. Pure: no I/O, no SQL, no HTTP, no clock.
