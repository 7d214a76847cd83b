// Fails when the first load or a route outgrows its budget (gzip bytes).
// First load = the entry with everything it imports statically, plus the home page.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const budget = { entry: 480_000, route: 60_000, first: 500_000 };
const lazyHeavy = /echarts|src\/ui\/chart/i;

const sizes = new Map();
function size(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length);
  return sizes.get(file);
}
function files(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const css of chunk.css ?? []) seen.add(css);
  for (const next of chunk.imports ?? []) files(next, seen);
  return seen;
}
const total = (set) => [...set].reduce((sum, file) => sum + size(file), 0);

const entryKey = Object.keys(manifest).find((key) => manifest[key].isEntry);
const entry = files(entryKey);
const rows = [['entry', total(entry), budget.entry]];
const home = Object.keys(manifest).find((key) => key.endsWith('features/home/HomePage.tsx'));
const first = home ? files(home, new Set(entry)) : entry;
rows.push(['first load (home)', total(first), budget.first]);

// A library chunk shared by several routes is loaded once; a route is charged for
// what only it brings.
const routes = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry && key.includes('features/'));
const users = new Map();
const own = new Map(routes.map((key) => [key, [...files(key)].filter((file) => !entry.has(file))]));
for (const list of own.values()) for (const file of list) users.set(file, (users.get(file) ?? 0) + 1);
for (const [key, list] of own) {
  const bytes = list.filter((file) => users.get(file) === 1).reduce((sum, file) => sum + size(file), 0);
  rows.push([key.replace('src/features/', ''), bytes, lazyHeavy.test(key) ? Infinity : budget.route]);
}

let failed = false;
for (const [name, bytes, limit] of rows) {
  const over = bytes > limit;
  failed ||= over;
  console.log(`${over ? 'OVER ' : 'ok   '} ${String((bytes / 1000).toFixed(1)).padStart(7)} kB  ${name}`);
}
if (failed) {
  console.error('The workbench outgrew its budget; split it or load it later.');
  process.exit(1);
}
