//! Somebody at the HTTP interface.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

static NEXT_KEY: AtomicU64 = AtomicU64::new(1);

#[derive(Clone)]
pub struct Client {
    router: Router,
    cookie: Option<String>,
    pub language: &'static str,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|e| panic!("{e} in {} {}", self.status, self.text()))
    }

    /// The body, when the answer is what was expected.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        if self.bytes.is_empty() { Value::Null } else { self.json() }
    }

    /// The code of an error, when the answer is the expected one.
    #[track_caller]
    pub fn refused(self, status: u16) -> String {
        let body = self.expect(status);
        body["code"].as_str().unwrap_or_else(|| panic!("no code in {body}")).to_owned()
    }
}

impl Client {
    pub fn nobody(router: Router) -> Self {
        Self { router, cookie: None, language: "zh-CN" }
    }

    pub async fn log_in(router: Router, login: &str, password: &str) -> Self {
        let nobody = Self::nobody(router);
        let answer = nobody.post("/api/v1/session", json!({ "login": login, "password": password })).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        let cookie =
            answer.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        Self { cookie: Some(cookie), ..nobody }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), None).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body), None).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, None).await
    }

    /// A write under a key of the test's choosing.
    pub async fn post_as(&self, key: &str, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), Some(key)).await
    }

    /// An upload in the field `file`.
    pub async fn upload(&self, path: &str, name: &str, content: &[u8]) -> Answer {
        let boundary = "—test—boundary".replace('—', "-");
        let mut body = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let request = self
            .request(Method::POST, path, None)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"))
            .body(Body::from(body))
            .unwrap();
        self.answer(request).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>, key: Option<&str>) -> Answer {
        let request = self.request(method, path, key);
        let request = match body {
            Some(body) => {
                request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
            }
            None => request.body(Body::empty()),
        };
        self.answer(request.unwrap()).await
    }

    fn request(&self, method: Method, path: &str, key: Option<&str>) -> axum::http::request::Builder {
        let key = key
            .map_or_else(|| format!("test-{:08}", NEXT_KEY.fetch_add(1, Ordering::Relaxed)), str::to_owned);
        let mut request =
            Request::builder().method(&method).uri(path).header(header::ACCEPT_LANGUAGE, self.language);
        if method != Method::GET {
            request = request.header("Idempotency-Key", key);
        }
        match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        Answer { status, headers, bytes }
    }
}
