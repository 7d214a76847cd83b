import { Input } from 'antd';
import { useState } from 'react';
import { useT } from '@/i18n';
import { moneyInput, parseMoney } from '@/lib/money';

interface Props {
  id?: string;
  /** Whole fen; NaN while what is typed is not an amount. */
  value?: number | null;
  onChange?: (fen: number | null) => void;
  'aria-label'?: string;
}

/** An amount typed in 万元; the form holds the fen that are sent. */
export function WanInput({ value, onChange, ...rest }: Props) {
  const t = useT();
  const [text, setText] = useState(() => moneyInput(value, 'wan'));
  const change = (typed: string) => {
    setText(typed);
    if (typed.trim() === '') return onChange?.(null);
    const fen = parseMoney(typed, 'wan');
    onChange?.(fen === null ? Number.NaN : Number(fen));
  };
  return <Input {...rest} value={text} onChange={(event) => change(event.target.value)} suffix={t.common.unitName.wan} inputMode="decimal" maxLength={24} />;
}

/** What a form says of an amount that cannot be read. */
export const readable = (said: string) => ({
  validator: (_: unknown, fen: number | null | undefined) => (Number.isNaN(fen) ? Promise.reject(new Error(said)) : Promise.resolve()),
});
