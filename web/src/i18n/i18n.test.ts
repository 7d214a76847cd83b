import { expect, it } from 'vitest';
import { en } from './en';
import { zh } from './zh';

/** Every leaf with what kind of leaf it is: `nav.home:string`, `table.total:function/1`. */
function leaves(node: unknown, path = ''): string[] {
  if (typeof node === 'object' && node !== null) {
    return Object.entries(node).flatMap(([key, value]) => leaves(value, path ? `${path}.${key}` : key));
  }
  return [`${path}:${typeof node}${typeof node === 'function' ? `/${node.length}` : ''}`];
}

it('has the same keys in Chinese and English', () => {
  expect(leaves(en).sort()).toEqual(leaves(zh).sort());
});

it('says something everywhere', () => {
  const silent = (node: unknown, path: string): string[] =>
    typeof node === 'string'
      ? node.trim() === ''
        ? [path]
        : []
      : typeof node === 'object' && node !== null
        ? Object.entries(node).flatMap(([key, value]) => silent(value, `${path}.${key}`))
        : [];
  expect([...silent(zh, 'zh'), ...silent(en, 'en')]).toEqual([]);
});

it('leaves no Chinese in English, except the name of the other language', () => {
  const chinese: string[] = [];
  const walk = (node: unknown, path: string): void => {
    if (typeof node === 'string' && /[\u4e00-\u9fff]/.test(node) && !path.startsWith('.nav.language')) chinese.push(path);
    if (typeof node === 'object' && node !== null) for (const [k, v] of Object.entries(node)) walk(v, `${path}.${k}`);
  };
  walk(en, '');
  expect(chinese).toEqual([]);
});
