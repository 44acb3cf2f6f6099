// Serves Andon on http://127.0.0.1:3000 while it is being worked on: builds again at every change, starts the new
// program, and has open pages load themselves anew. Data goes to the folder data, as with `make run`.
//
// Nothing in the program knows of this. It runs behind a small proxy that adds one script to each page.

import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import http from 'node:http'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target')
const site = join(target, 'site-dev')
const [port, inner] = [3000, 3999]
const WATCHED = ['src', 'style', 'public', 'migrations']
// What only the browser's half is made of.
const OF_THE_SITE = /^(style|public|src\/islands)\//

const script = '/__reload.js'
const events = '/__reload'
// Loads the page anew when the program that answers is another one than before.
const code = `let first
new EventSource('${events}').onmessage = ({ data }) => { first ??= data; if (data !== first) location.reload() }`

let running
let number = 0
const pages = new Set()

/** Runs a program to its end; says whether that was a good one. */
const run = (program, ...words) => new Promise(done => {
  spawn(program, words, { cwd: root, stdio: 'inherit' }).on('error', () => done(false)).on('exit', at => done(at === 0))
})

async function build(changed) {
  const begun = Date.now()
  if (changed.some(path => OF_THE_SITE.test(path))) {
    if (!await run(process.execPath, join(import.meta.dirname, 'build.mjs'), site, '--debug')) return
  }
  if (changed.some(path => !/^(style|public)\//.test(path))) {
    if (!await run('cargo', 'build', '--features', 'ssr', '--bin', 'andon')) return
  }
  await stop()
  running = spawn(join(target, 'debug/andon'), ['serve', '--listen', `127.0.0.1:${inner}`, '--site', site], {
    cwd: root, stdio: ['ignore', 'inherit', 'inherit'],
  })
  await answers()
  number += 1
  for (const page of pages) page.write(`data: ${number}\n\n`)
  console.log(`==> Built and started in ${((Date.now() - begun) / 1000).toFixed(1)} s: http://127.0.0.1:${port}`)
}

function stop() {
  if (!running || running.exitCode !== null) return
  const ended = new Promise(done => running.on('exit', done))
  running.kill('SIGTERM')
  return ended
}

/** Waits until the program answers. */
async function answers() {
  for (let tries = 0; tries < 600 && running.exitCode === null; tries += 1) {
    const there = await new Promise(done => {
      http.get({ port: inner, host: '127.0.0.1', path: '/readyz' }, response => done(response.resume())).on('error', () => done())
    })
    if (there) return
    await new Promise(done => setTimeout(done, 100))
  }
}

http.createServer((request, response) => {
  if (request.url === events) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(`data: ${number}\n\n`)
    pages.add(response)
    return void response.on('close', () => pages.delete(response))
  }
  if (request.url === script) {
    response.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-store' })
    return void response.end(code)
  }
  const headers = { ...request.headers, 'accept-encoding': 'identity' }
  const asked = http.request({ port: inner, host: '127.0.0.1', method: request.method, path: request.url, headers }, from => {
    const html = from.headers['content-type']?.startsWith('text/html')
    const sent = { ...from.headers }
    if (html) delete sent['content-length']
    response.writeHead(from.statusCode, sent)
    from.pipe(response, { end: !html })
    // After the last tag, where browsers take it as a part of the page. The page's policy allows scripts with its nonce.
    const nonce = /'nonce-([^']+)'/.exec(from.headers['content-security-policy'] ?? '')?.[1] ?? ''
    if (html) from.on('end', () => response.end(`<script nonce="${nonce}" src="${script}"></script>`))
  })
  asked.on('error', () => {
    if (response.headersSent) return void response.destroy()
    response.writeHead(503, { 'content-type': 'text/html', 'retry-after': '1' })
    response.end(`<p>Andon is being built or has stopped: see the terminal.</p><script src="${script}"></script>`)
  })
  request.pipe(asked)
}).listen(port, '127.0.0.1')

// One build at a time, and what changes meanwhile is built next.
let waiting = new Set(['src/', 'src/islands/'])
let building = false
async function next() {
  if (building) return
  building = true
  while (waiting.size > 0) {
    const changed = [...waiting]
    waiting = new Set()
    await build(changed)
  }
  building = false
}
for (const folder of WATCHED) {
  // An editor writes a file in several steps.
  watch(join(root, folder), { recursive: true }, (_, name) => {
    waiting.add(`${folder}/${name}`)
    setTimeout(next, 100)
  })
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    await stop()
    process.exit(0)
  })
}
await next()
