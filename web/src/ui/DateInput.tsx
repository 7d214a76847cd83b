import { DatePicker } from 'antd';
import dayjs from 'dayjs';

interface Props {
  id?: string;
  /** `YYYY-MM-DD`. */
  value?: string | null;
  onChange?: (value: string | null) => void;
  /** The last day that may be chosen. */
  max?: string;
  /** The first. */
  min?: string;
  disabled?: boolean;
  'aria-label'?: string;
}

/** A civil date in a form; the form holds the string that is sent. */
export function DateInput({ value, onChange, max, min, ...rest }: Props) {
  return (
    <DatePicker
      {...rest}
      style={{ width: '100%' }}
      value={value ? dayjs(value) : null}
      onChange={(date) => onChange?.(date ? date.format('YYYY-MM-DD') : null)}
      {...(max ? { maxDate: dayjs(max) } : {})}
      {...(min ? { minDate: dayjs(min) } : {})}
    />
  );
}
