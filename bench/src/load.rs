//! A small closed-loop client: so many connections, each with one request under way, over HTTP/1.1 keep-alive.
//!
//! One thread on purpose: client and server share the machine, and what the client burns the server lacks.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

/// A request ready to be sent: head and body.
pub type Request = Vec<u8>;

/// Where a request that is sent many times has the number of its connection, four digits, and its own, seven.
pub const WORKER: &str = "@@@@";
pub const NUMBER: &str = "#######";

/// A request that is sent many times, each time with other numbers in it: made once, so that the client takes little
/// of the two cores.
pub struct Template {
    request: Request,
    workers: Vec<usize>,
    numbers: Vec<usize>,
}

impl Template {
    pub fn new(request: Request) -> Self {
        let places = |mark: &str| {
            let mark = mark.as_bytes();
            (0..request.len()).filter(|at| request[*at..].starts_with(mark)).collect()
        };
        Self { workers: places(WORKER), numbers: places(NUMBER), request }
    }

    /// Writes the n-th request of a worker over what the buffer held.
    pub fn fill(&self, worker: usize, n: u64, buffer: &mut Request) {
        buffer.clear();
        buffer.extend_from_slice(&self.request);
        for (places, width, number) in
            [(&self.workers, WORKER.len(), worker as u64), (&self.numbers, NUMBER.len(), n)]
        {
            for at in places {
                let mut left = number;
                for digit in buffer[*at..at + width].iter_mut().rev() {
                    *digit = b'0' + (left % 10) as u8;
                    left /= 10;
                }
            }
        }
    }
}

/// What came back.
pub struct Response {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

/// What a run measured.
#[derive(Debug, Default)]
pub struct Sample {
    /// One per request, microseconds, sorted.
    pub micros: Vec<u32>,
    pub statuses: BTreeMap<u16, u64>,
    pub elapsed: Duration,
}

impl Sample {
    pub fn requests(&self) -> u64 {
        self.micros.len() as u64
    }

    pub fn per_second(&self) -> f64 {
        self.requests() as f64 / self.elapsed.as_secs_f64()
    }

    /// In milliseconds; 0.99 for p99.
    pub fn quantile(&self, q: f64) -> f64 {
        let last = self.micros.len().saturating_sub(1);
        let at = (last as f64 * q).round() as usize;
        self.micros.get(at).map_or(0.0, |micros| f64::from(*micros) / 1_000.0)
    }

    /// Requests that were not answered 2xx.
    pub fn failed(&self) -> u64 {
        self.statuses.iter().filter(|(status, _)| !(200..300).contains(*status)).map(|(_, count)| count).sum()
    }
}

/// One connection to the server.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub async fn open(address: &str) -> Result<Self> {
        let stream =
            TcpStream::connect(address).await.with_context(|| format!("{address} does not answer"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Send one request, wait for its whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Response> {
        let (status, head_end, body_end) = self.answered(request).await?;
        let head = String::from_utf8_lossy(&self.buffer[..head_end]).into_owned();
        let body = self.buffer[head_end..body_end].to_vec();
        self.buffer.drain(..body_end);
        Ok(Response { status, head, body })
    }

    /// [`Connection::ask`] for its status only.
    pub async fn status(&mut self, request: &[u8]) -> Result<u16> {
        let (status, _, body_end) = self.answered(request).await?;
        self.buffer.drain(..body_end);
        Ok(status)
    }

    /// Sends, and reads until the whole answer is in the buffer: status, end of the head, end of the body.
    async fn answered(&mut self, request: &[u8]) -> Result<(u16, usize, usize)> {
        self.stream.write_all(request).await?;
        let head_end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n", 0) {
                break at + 4;
            }
            self.more().await?;
        };
        let head = std::str::from_utf8(&self.buffer[..head_end]).context("the head is no text")?;
        let status = head.get(9..12).and_then(|code| code.parse().ok()).context("no status line")?;
        let length = header(head, "content-length").map(str::parse::<usize>).transpose();
        let length = length.context("content-length is no number")?;
        let is_chunked = header(head, "transfer-encoding").is_some();
        let body_end = match length {
            Some(length) => head_end + length,
            None if is_chunked => loop {
                if let Some(at) = find(&self.buffer, b"0\r\n\r\n", head_end)
                    && (at == head_end || self.buffer[..at].ends_with(b"\r\n"))
                {
                    break at + 5;
                }
                self.more().await?;
            },
            None => head_end,
        };
        while self.buffer.len() < body_end {
            self.more().await?;
        }
        Ok((status, head_end, body_end))
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

/// Run `connections` workers for `time`; `make(worker, n, buffer)` writes the n-th request of a worker into the buffer.
/// The first half second is not counted.
pub fn run(
    address: &str,
    connections: usize,
    time: Duration,
    make: impl Fn(usize, u64, &mut Request) + 'static,
) -> Result<Sample> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let make = Rc::new(make);
    let start = Instant::now() + Duration::from_millis(500);
    let end = start + time;
    let mut sample = Sample { elapsed: time, ..Sample::default() };
    LocalSet::new().block_on(&runtime, async {
        let workers: Vec<_> = (0..connections)
            .map(|worker| {
                let (make, address) = (Rc::clone(&make), address.to_owned());
                tokio::task::spawn_local(async move {
                    let mut connection = Connection::open(&address).await?;
                    let (mut micros, mut statuses) = (Vec::new(), BTreeMap::<u16, u64>::new());
                    let mut request = Request::new();
                    for n in 0.. {
                        make(worker, n, &mut request);
                        let sent = Instant::now();
                        if sent >= end {
                            break;
                        }
                        let status = connection.status(&request).await?;
                        if sent >= start {
                            micros.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
                            *statuses.entry(status).or_default() += 1;
                        }
                    }
                    anyhow::Ok((micros, statuses))
                })
            })
            .collect();
        for worker in workers {
            let (micros, statuses) = worker.await??;
            sample.micros.extend(micros);
            for (status, count) in statuses {
                *sample.statuses.entry(status).or_default() += count;
            }
        }
        anyhow::Ok(())
    })?;
    sample.micros.sort_unstable();
    Ok(sample)
}

/// One request from outside of a run.
pub fn once(address: &str, request: &[u8]) -> Result<Response> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { Connection::open(address).await?.ask(request).await })
}

/// The head and body of a request. `extra` are whole header lines, each ended by CRLF.
pub fn request(method: &str, path: &str, extra: &str, body: &str) -> Request {
    let length = if body.is_empty() { String::new() } else { format!("content-length: {}\r\n", body.len()) };
    format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{extra}{length}\r\n{body}").into_bytes()
}

/// The value of a header, by its lower-case name.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// Percent-encode a query value.
pub fn encoded(text: &str) -> String {
    let one = |byte: u8| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(one).collect()
}

fn find(haystack: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    haystack[from..].windows(needle.len()).position(|window| window == needle).map(|at| at + from)
}
