
mod assets;
