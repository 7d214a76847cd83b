import { Input } from 'antd';
import { useState } from 'react';

/** A whole number with its unit; NaN while what is typed is none. */
export function CountInput({ label, unit, onChange }: { label: string; unit: string; onChange: (value: number | null) => void }) {
  const [text, setText] = useState('');
  const change = (typed: string) => {
    setText(typed);
    const plain = typed.normalize('NFKC').trim();
    onChange(plain === '' ? null : /^\d{1,7}$/.test(plain) ? Number(plain) : Number.NaN);
  };
  return <Input aria-label={label} value={text} onChange={(event) => change(event.target.value)} suffix={unit} inputMode="numeric" maxLength={7} />;
}
