//! Money, ratios and points are exact: the sources of this crate name no binary floating point type.

use std::{fs, path::Path};

fn sources(dir: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(dir).expect("the folder is there") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn no_binary_floating_point_in_the_domain() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 10, "the sources were found");
    for file in files {
        let text = fs::read_to_string(&file).expect("readable");
        for (at, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
            let float = words.into_iter().find(|w| {
                ["f32", "f64", "from_f64", "to_f64", "from_f32", "to_f32"].contains(w)
                    || w.ends_with("f64")
                    || w.ends_with("f32")
            });
            assert_eq!(float, None, "{}:{}", file.display(), at + 1);
        }
    }
}
