// Builds the site's files, which the program holds: one style sheet, the islands as WebAssembly with the script that
// loads them, and what is in public/; each beside itself once compressed with brotli and once with gzip.
//
//     node scripts/site/build.mjs FOLDER [--debug]
//
// Beside them it writes files.rs, the list that src/main.rs includes. --debug builds the islands fast and makes nothing small. The files of style sheet, script and WebAssembly have one
// name, which holds a digest of all three: they belong together, and browsers may keep them for ever.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { transformSync } from 'esbuild'
import { bundle } from 'lightningcss'

const { values: { debug }, positionals: [folder] } = parseArgs({
  allowPositionals: true,
  options: { debug: { type: 'boolean', default: false } },
})
if (!folder) throw new Error('usage: node scripts/site/build.mjs FOLDER [--debug]')

const root = resolve(import.meta.dirname, '../..')
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target')
const profile = debug ? 'wasm-dev' : 'wasm-release'
const locked = process.env.CI ? ['--locked'] : []

// The oldest browsers for which the style sheet is written.
const version = (major, minor = 0) => (major << 16) | (minor << 8)
const targets = {
  chrome: version(109), edge: version(109), firefox: version(115), safari: version(16, 4), ios_saf: version(16, 4),
}

const run = (program, ...words) => execFileSync(program, words, { cwd: root, stdio: 'inherit' })

/** The islands: what Cargo makes of src/islands, and the script that wasm-bindgen writes to load it. */
function islands() {
  const wasm32 = 'wasm32-unknown-unknown'
  run('cargo', 'rustc', ...locked, '--lib', '--crate-type', 'cdylib', '--features', 'hydrate', '--target', wasm32,
    '--profile', profile)
  const made = join(target, 'islands', profile)
  run('cargo', 'run', ...locked, '--quiet', '--package', 'andon-bindgen', '--',
    join(target, wasm32, profile, 'andon.wasm'), made)
  const [wasm, script] = [join(made, 'andon_bg.wasm'), join(made, 'andon.js')]
  if (debug) return { wasm: readFileSync(wasm), js: readFileSync(script) }
  const small = join(made, 'small.wasm')
  run(process.execPath, join(import.meta.dirname, 'node_modules/binaryen/bin/wasm-opt'), '-Oz', wasm, '-o', small)
  const { code } = transformSync(readFileSync(script, 'utf8'), { minify: true, format: 'esm' })
  return { wasm: readFileSync(small), js: Buffer.from(code) }
}

const css = Buffer.from(bundle({ filename: join(root, 'style/main.css'), minify: !debug, targets }).code)
const { wasm, js } = islands()
const digest = createHash('sha256')
for (const part of [css, wasm, js]) digest.update(String(part.length)).update(part)
const name = `andon.${digest.digest('base64url').slice(0, 16)}`

rmSync(folder, { recursive: true, force: true })
mkdirSync(join(folder, 'pkg'), { recursive: true })
cpSync(join(root, 'public'), folder, { recursive: true })
for (const [ending, bytes] of [['.css', css], ['.js', js], ['_bg.wasm', wasm]]) {
  writeFileSync(join(folder, 'pkg', name + ending), bytes)
}

const files = () => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name)).sort()

if (!debug) {
  for (const path of files()) {
    const bytes = readFileSync(path)
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    }
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }))
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }))
  }
}

const list = files().map(path => relative(folder, path)).map(path => `    File { path: "${path}", bytes: include_bytes!("${path}") },\n`)
writeFileSync(join(folder, 'files.rs'), `&[\n${list.join('')}]\n`)
