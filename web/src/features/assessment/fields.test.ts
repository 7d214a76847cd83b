import { describe, expect, it } from 'vitest';
import { blocks, change } from './fields';

const text = ['# 说明', '[scheme]', 'id = "a" # 代码', 'total = 100', '[[item]]', 'name = "完成\\"率\\""', 'points = 30   # 分值', 'round = false', 'tiers = [', '  { from = "1亿", points = 2 }, # ]', ']', 'cap = "120%"', ''].join('\n');

describe('the form of a scheme', () => {
  it('reads records and their fields', () => {
    const [scheme, item] = blocks(text);
    expect(scheme?.fields.map((one) => [one.key, one.kind, one.value])).toEqual([
      ['id', 'text', 'a'],
      ['total', 'number', '100'],
    ]);
    expect(item?.table).toBe('item');
    expect(item?.fields.map((one) => [one.key, one.kind, one.value])).toEqual([
      ['name', 'text', '完成"率"'],
      ['points', 'number', '30'],
      ['round', 'switch', 'false'],
      ['tiers', 'other', '['],
      ['cap', 'text', '120%'],
    ]);
  });

  it('changes one value and leaves everything else', () => {
    const item = blocks(text)[1];
    const points = item?.fields.find((one) => one.key === 'points');
    const name = item?.fields.find((one) => one.key === 'name');
    if (!points || !name) throw new Error('fields are missing');
    expect(change(text, points, '25')).toBe(text.replace('points = 30 ', 'points = 25 '));
    expect(change(text, points, '2万')).toContain('points = "2万"   # 分值');
    expect(change(text, name, '一"二')).toContain('name = "一\\"二"');
  });
});
