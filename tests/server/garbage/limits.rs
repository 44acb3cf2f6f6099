//! Too much of one thing: each of these once took memory, time or a page without a bound.

use super::grounds::{Fresh, Grounds, Who};
use super::told::is_ours;
use super::wire::{Sent, send};
use std::fmt::Write as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const UPLOADS: [(Who, &str); 3] = [
    (Who::Admin, "/admin/{organisation}/import"),
    (Who::Admin, "/admin/{organisation}/import/confirm"),
    (Who::Lead, "/teams/{team}/signals/import"),
];

/// How much may be taken of an upload that has no end, with what lies in the sockets.
const MOST: usize = 24 << 20;

async fn request(grounds: &mut Grounds, path: &str, who: Who, method: &str) -> Sent {
    let ready = grounds.ready(path, who, Fresh::Nothing).await;
    let url = grounds.app.url.clone();
    Sent::new(method, &ready.fill(path))
        .header("host", url.strip_prefix("http://").unwrap())
        .header("origin", url.as_str())
        .header("cookie", ready.cookie.as_str())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_without_an_end_is_not_read_to_its_end() {
    let mut grounds = Grounds::build().await;
    for (who, path) in UPLOADS {
        // No boundary ever comes; the head of a field never ends.
        for beginning in [&b""[..], b"--x\r\nContent-Disposition: form-data; name=\"a"] {
            let sent = request(&mut grounds, path, who, "POST").await;
            let address = grounds.app.url.strip_prefix("http://").unwrap();
            let (mut read, mut write) = TcpStream::connect(address).await.unwrap().into_split();
            let mut head = format!("POST {} HTTP/1.1\r\n", String::from_utf8_lossy(&sent.path));
            for (name, value) in &sent.headers {
                write!(head, "{name}: {}\r\n", String::from_utf8_lossy(value)).unwrap();
            }
            head += "content-type: multipart/form-data; boundary=x\r\ncontent-length: 9000000000\r\n\r\n";
            write.write_all(head.as_bytes()).await.unwrap();
            write.write_all(beginning).await.unwrap();
            let writing = tokio::spawn(async move {
                let (mut written, more) = (0, vec![b'x'; 1 << 16]);
                while written < 2 * MOST && write.write_all(&more).await.is_ok() {
                    written += 1 << 16;
                }
                written
            });
            let mut answer = vec![0; 32];
            let told = tokio::time::timeout(
                std::time::Duration::from_mins(1),
                read.read_exact(&mut answer),
            );
            let told = told.await.expect("an answer in time");
            if told.is_ok() {
                let status = String::from_utf8_lossy(&answer[9..12]).into_owned();
                assert!(status == "413" || status == "400", "{path}: {status}");
            }
            drop(read);
            let written = writing.await.unwrap();
            assert!(written < MOST, "{path}: {written} bytes were taken");
        }
        let field = b"--x\r\nContent-Disposition: form-data; name=\"NAME\"\r\n\r\n\r\n";
        let many: Vec<u8> = (0..1_000)
            .flat_map(|number| {
                String::from_utf8_lossy(field).replace("NAME", &number.to_string()).into_bytes()
            })
            .chain(*b"--x--\r\n")
            .collect();
        let sent = request(&mut grounds, path, who, "POST").await;
        let sent = sent.body("multipart/form-data; boundary=x", many);
        let got = send(&grounds.app.url, &sent).await.unwrap();
        is_ours(&sent, &got).unwrap();
        assert_eq!(got.status, 400, "{path}: a thousand fields");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_nothing_but_faults_gives_a_page_that_can_be_read() {
    let mut grounds = Grounds::build().await;
    let head = "team,round,heroics,big-batches,functional-silos\n";
    for text in [head.to_owned() + &"x,x,x,x,x\n".repeat(300_000), ",".repeat(3_000_000)] {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n{text}\r\n--x--\r\n"
        );
        let sent = request(&mut grounds, UPLOADS[0].1, Who::Admin, "POST").await;
        let sent = sent.body("multipart/form-data; boundary=x", body.into_bytes());
        let got = send(&grounds.app.url, &sent).await.unwrap();
        is_ours(&sent, &got).unwrap();
        assert_eq!(got.status, 422);
        assert!(got.body.len() < 100_000, "{} bytes", got.body.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_cannot_be_one_is_in_no_link_and_no_code() {
    let mut grounds = Grounds::build().await;
    let ready = grounds.ready("/teams/{team}/rounds/{round}", Who::Own, Fresh::Open).await;
    let path = ready.fill("/teams/{team}/rounds/{round}");
    let url = grounds.app.url.clone();
    for (host, status) in [
        ("a".repeat(5_000), 400),
        ("a b".to_owned(), 400),
        ("\"><script>zqx()</script>".to_owned(), 400),
        ("user@evil.example".to_owned(), 400),
        (String::new(), 400),
        ("andon.example:8443".to_owned(), 421),
        ("andon.localhost:8443".to_owned(), 200),
        ("[::1]:3000".to_owned(), 200),
    ] {
        let sent = Sent::new("GET", &path)
            .header("host", host.as_str())
            .header("cookie", ready.cookie.as_str());
        let got = send(&url, &sent).await.unwrap();
        is_ours(&sent, &got).unwrap();
        assert_eq!(got.status, status, "{host:.40}");
        assert_eq!(got.body.contains(&format!("http://{host}/join/")), status == 200, "{host:.40}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_whose_name_no_file_system_takes_is_not_there() {
    let mut grounds = Grounds::build().await;
    let deep = "/a".repeat(3000);
    for name in ["a".repeat(252), "a".repeat(300), "%C3%A4".repeat(200), deep] {
        let sent = request(&mut grounds, &format!("/pkg/{name}"), Who::Stranger, "GET").await;
        let got = send(&grounds.app.url, &sent).await.unwrap();
        assert_eq!(got.status, 404, "{} bytes", name.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_with_a_character_of_no_text_comes_back_with_a_mark_in_its_place() {
    let mut grounds = Grounds::build().await;
    let sent = request(&mut grounds, "/teams/{team}/signals/import", Who::Lead, "POST").await;
    let body =
        "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nmonth\0,zqx\r\n--x--\r\n";
    let sent = sent.body("multipart/form-data; boundary=x", body.into());
    let got = send(&grounds.app.url, &sent).await.unwrap();
    assert_eq!(got.status, 422, "{got:?}");
    assert!(got.body.contains("month\u{fffd},zqx"), "{}", got.body);
}
