import { Input } from 'antd';
import { useState } from 'react';
import { parsePercent, percentText } from '@/lib/share';

interface Props {
  id?: string;
  /** Basis points. */
  value?: number | null;
  onChange?: (value: number | null) => void;
  'aria-label'?: string;
}

/** A share typed in per cent, held in basis points. */
export function ShareInput({ value, onChange, ...rest }: Props) {
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? (value === null || value === undefined ? '' : percentText(value));
  return (
    <Input
      {...rest}
      inputMode="decimal"
      suffix="%"
      value={shown}
      {...(text !== null && text !== '' && parsePercent(text) === null ? { status: 'error' as const } : {})}
      onChange={(event) => {
        setText(event.target.value);
        onChange?.(parsePercent(event.target.value));
      }}
      onBlur={() => {
        if (text === '' || parsePercent(text ?? '') !== null) setText(null);
      }}
    />
  );
}
