/**
 * The text of a scheme as records with fields, for the form beside it. The form changes one value in its line and
 * nothing else, so that comments and the order of the author stay. What it does not understand (lists, tables within a
 * line) it shows and leaves to the text.
 */
export interface Field {
  key: string;
  kind: 'text' | 'number' | 'switch' | 'other';
  /** As a person reads it: a text without its quotes. */
  value: string;
  /** Where in the whole text the value stands. */
  from: number;
  to: number;
}

export interface Block {
  /** `item`, `recognition.factor`; empty before the first header. */
  table: string;
  /** From 1. */
  line: number;
  fields: Field[];
}

const HEADER = /^\s*\[{1,2}\s*([\w.]+)\s*\]{1,2}/;
const ENTRY = /^(\s*([\w-]+)\s*=\s*)(.*)$/;

export function blocks(text: string): Block[] {
  const out: Block[] = [];
  let at = 0;
  let open = 0;
  text.split('\n').forEach((line, index) => {
    const start = at;
    at += line.length + 1;
    if (open > 0) {
      open += depth(line);
      return;
    }
    const header = HEADER.exec(line);
    if (header) {
      out.push({ table: header[1] ?? '', line: index + 1, fields: [] });
      return;
    }
    const entry = ENTRY.exec(line);
    const block = out[out.length - 1];
    if (!entry || !block) return;
    const [, before = '', key = '', rest = ''] = entry;
    const from = start + before.length;
    const [raw, kind] = scalar(rest);
    if (kind === 'other') open = Math.max(0, depth(rest));
    block.fields.push({ key, kind, value: kind === 'text' ? unquote(raw) : raw, from, to: from + raw.length });
  });
  return out;
}

/** The value at the beginning of what follows `=`, and what it is. */
function scalar(rest: string): [string, Field['kind']] {
  const quoted = /^"(?:[^"\\]|\\.)*"/.exec(rest);
  if (quoted) return [quoted[0], 'text'];
  const number = /^-?\d+(?:\.\d+)?(?=\s|#|$)/.exec(rest);
  if (number) return [number[0], 'number'];
  const flag = /^(?:true|false)(?=\s|#|$)/.exec(rest);
  if (flag) return [flag[0], 'switch'];
  return [withoutComment(rest), 'other'];
}

function withoutComment(rest: string): string {
  let quote = false;
  for (let at = 0; at < rest.length; at += 1) {
    if (rest[at] === '"' && rest[at - 1] !== '\\') quote = !quote;
    if (rest[at] === '#' && !quote) return rest.slice(0, at).trimEnd();
  }
  return rest.trimEnd();
}

/** How many brackets a line opens beyond those it closes. */
function depth(line: string): number {
  const plain = withoutComment(line).replace(/"(?:[^"\\]|\\.)*"/g, '');
  return (plain.match(/[[{]/g) ?? []).length - (plain.match(/[\]}]/g) ?? []).length;
}

const unquote = (raw: string): string => raw.slice(1, -1).replace(/\\(["\\])/g, '$1');
const quote = (value: string): string => `"${value.replace(/[\n\r]/g, ' ').replace(/([\\"])/g, '\\$1')}"`;

/** The text with one value changed; a number that is none stays in quotes, where the checker speaks of it. */
export function change(text: string, field: Field, value: string): string {
  const raw = field.kind === 'text' || (field.kind === 'number' && !/^-?\d+(\.\d+)?$/.test(value.trim())) ? quote(value) : value.trim();
  return text.slice(0, field.from) + raw + text.slice(field.to);
}
