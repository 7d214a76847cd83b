//! The embedded workbench over HTTP: what may be kept, what is asked for again, who gets gzip.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Response, StatusCode};
use tower::ServiceExt;
use yinfeng::floor::web::assets::{ASSETS, answer, router};

async fn get(path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    router::<()>().oneshot(request).await.expect("an answer")
}

fn header<'r>(response: &'r Response<Body>, name: &str) -> &'r str {
    response.headers().get(name).map_or("", |value| value.to_str().expect("plain"))
}

async fn body(response: Response<Body>) -> Vec<u8> {
    to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec()
}

#[tokio::test]
async fn the_page_is_asked_for_again_and_answered_with_304_while_it_is_the_same() {
    let page = get("/", &[]).await;
    assert_eq!(page.status(), StatusCode::OK);
    assert_eq!(header(&page, "cache-control"), "no-cache");
    assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
    let tag = header(&page, "etag").to_owned();
    assert!(body(page).await.starts_with(b"<!doctype html>"));

    let again = get("/", &[("if-none-match", &format!("\"other\", {tag}"))]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(body(again).await.is_empty());
    let changed = get("/", &[("if-none-match", "\"other\"")]).await;
    assert_eq!(changed.status(), StatusCode::OK);
}

#[tokio::test]
async fn gzip_goes_only_to_those_who_take_it_and_holds_the_same_bytes() {
    use std::io::Read;
    for asset in ASSETS.iter().filter(|asset| asset.path == "index.html" || asset.path.starts_with("assets/"))
    {
        let path = if asset.path == "index.html" { "/".to_owned() } else { format!("/{}", asset.path) };
        let zipped = get(&path, &[("accept-encoding", "br, gzip;q=0.8")]).await;
        assert_eq!(header(&zipped, "vary"), "accept-encoding");
        assert_eq!(header(&zipped, "content-encoding") == "gzip", asset.gzip.is_some(), "{path}");
        let mut bytes = body(zipped).await;
        if asset.gzip.is_some() {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut plain).expect("gzip");
            bytes = plain;
        }
        assert!(bytes == asset.bytes, "{path} is zipped wrong");
        for refusal in ["", "identity", "gzip;q=0"] {
            let plain = get(&path, &[("accept-encoding", refusal)]).await;
            assert_eq!(header(&plain, "content-encoding"), "", "{path} with {refusal:?}");
            assert!(body(plain).await == asset.bytes, "{path} with {refusal:?}");
        }
        let named_by_content = path
            .rsplit_once('-')
            .is_some_and(|(_, rest)| rest.split('.').next().is_some_and(|it| it.len() == 8));
        if named_by_content {
            let kept = get(&path, &[]).await;
            assert_eq!(header(&kept, "cache-control"), "public, max-age=31536000, immutable", "{path}");
        }
    }
}

#[tokio::test]
async fn pages_of_the_workbench_get_its_page_and_nothing_else_does() {
    let none = HeaderMap::new();
    for page in ["/projects", "/projects/0199-ab/edit", "/review"] {
        let response = answer(page, &none).expect("the page of the workbench");
        assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8", "{page}");
    }
    for other in ["/api/v1/none", "/assets/none", "/none.js", "/projects/none.map"] {
        assert!(answer(other, &none).is_none(), "{other}");
    }
    assert_eq!(get("/assets/none.js", &[]).await.status(), StatusCode::NOT_FOUND);
}
