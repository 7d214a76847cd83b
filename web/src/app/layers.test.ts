import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

// app → features → ui → api, i18n, lib. A feature never imports a feature.
const src = resolve(__dirname, '..');
const order = ['app', 'features', 'ui', 'api', 'i18n', 'lib'];
const peers: Record<string, string[]> = { api: ['i18n', 'lib'], i18n: [], lib: ['i18n'] };

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? sources(join(dir, entry.name))
      : /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')
        ? [join(dir, entry.name)]
        : [],
  );
}

function imports(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/(?:from\s+|import\s*\(?\s*)['"]([^'"]+)['"]/g);
  return [...found]
    .map((match) => match[1]!)
    .filter((name) => name.startsWith('.') || name.startsWith('@/'))
    .map((name) => relative(src, name.startsWith('@/') ? join(src, name.slice(2)) : resolve(dirname(file), name)));
}

function allowed(from: string, to: string): boolean {
  const [layer = '', room] = from.split('/');
  const [target = '', other] = to.split('/');
  if (layer === 'features' && target === 'features') return room === other;
  if (layer === target) return true;
  if (layer in peers) return peers[layer]!.includes(target);
  return order.indexOf(target) > order.indexOf(layer);
}

it('imports point one way', () => {
  const wrong: string[] = [];
  for (const file of sources(src)) {
    const from = relative(src, file);
    if (!from.includes('/')) continue;
    for (const to of imports(file)) if (!allowed(from, to)) wrong.push(`${from} → ${to}`);
  }
  expect(wrong).toEqual([]);
});

it('would notice a wrong import', () => {
  expect(allowed('features/fund/Desk.tsx', 'features/project/ProjectPage')).toBe(false);
  expect(allowed('ui/Page.tsx', 'features/project/ProjectPage')).toBe(false);
  expect(allowed('lib/money.ts', 'ui/Page')).toBe(false);
  expect(allowed('app/rooms.ts', 'features/project/ProjectPage')).toBe(true);
});
