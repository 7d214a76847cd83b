mod assets;
mod search;
