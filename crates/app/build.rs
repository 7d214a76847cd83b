//! Turns `web/dist` into a table of embedded files, each beside its gzip and its checksum, so that serving
//! costs neither at run time. Never runs npm: plain `cargo test` works without Node and gets a page that
//! says how to build the workbench.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

const PLACEHOLDER: &str = r#"<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>引凤 Yinfeng</title></head>
<body>
<h1>工作台尚未构建</h1>
<p>服务已启动，但程序中没有网页工作台。请运行 <code>cargo xtask demo</code>。</p>
<p lang="en">The server runs, but was compiled without the workbench. Run <code>cargo xtask demo</code>.</p>
</body>
</html>
"#;

fn main() -> io::Result<()> {
    let out = folder("OUT_DIR")?;
    let repository = folder("CARGO_MANIFEST_DIR")?.join("../..");
    let dist = repository.join("web/dist");
    // Cargo takes a watched path that is missing for changed, every time; an empty folder is ignored by git.
    if fs::create_dir_all(&dist).is_ok() {
        println!("cargo::rerun-if-changed={}", dist.display());
    }
    println!("cargo::rerun-if-changed={}", repository.join("migrations").display());
    println!("cargo::rerun-if-changed=build.rs");

    let mut files = BTreeMap::new();
    if dist.join("index.html").is_file() {
        collect(&dist, &dist, &mut files)?;
    } else {
        files.insert("index.html".to_owned(), PLACEHOLDER.as_bytes().to_vec());
    }
    let stored = out.join("web");
    if stored.is_dir() {
        fs::remove_dir_all(&stored)?;
    }
    fs::create_dir_all(&stored)?;
    fs::write(out.join("assets.rs"), table(&files, &stored)?)
}

fn folder(variable: &str) -> io::Result<PathBuf> {
    env::var_os(variable).map(PathBuf::from).ok_or_else(|| io::Error::other(format!("{variable} is not set")))
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // `.vite/manifest.json` and the like are for build tools.
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if let Ok(name) = path.strip_prefix(root) {
            files.insert(name.to_string_lossy().replace('\\', "/"), fs::read(&path)?);
        }
    }
    Ok(())
}

/// The Rust source of the table, sorted by path; the files it includes are written to `stored`.
fn table(files: &BTreeMap<String, Vec<u8>>, stored: &Path) -> io::Result<String> {
    let mut source = String::from("pub static ASSETS: &[Asset] = &[\n");
    for (number, (path, bytes)) in files.iter().enumerate() {
        let plain = stored.join(number.to_string());
        fs::write(&plain, bytes)?;
        let zipped = gzip(bytes)?;
        let gzip = if zipped.len() < bytes.len() * 9 / 10 {
            let file = stored.join(format!("{number}.gz"));
            fs::write(&file, zipped)?;
            format!("Some(include_bytes!({:?}))", file.display().to_string())
        } else {
            "None".to_owned()
        };
        let tag: String = Sha256::digest(bytes).iter().take(16).fold(String::new(), |mut tag, byte| {
            // Writing to a String cannot fail.
            let _ = write!(tag, "{byte:02x}");
            tag
        });
        let (plain, kind) = (plain.display().to_string(), content_type(path));
        writeln!(
            source,
            "    Asset {{ path: {path:?}, content_type: {kind:?}, bytes: include_bytes!({plain:?}), \
             gzip: {gzip}, etag: {:?} }},",
            format!("W/\"{tag}\""),
        )
        .map_err(io::Error::other)?;
    }
    source.push_str("];\n");
    Ok(source)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// The kinds of files that Vite writes; anything else is offered as bytes.
fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
