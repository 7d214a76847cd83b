//! Yinfeng: everything that touches the world.
