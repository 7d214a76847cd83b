import { useT } from '@/i18n';
import { IndustryPick } from '.';
import type { Choice } from './RemotePick';

interface Props {
  id?: string;
  value?: Choice[];
  onChange?: (value: Choice[]) => void;
  /** So many at most. */
  most: number;
}

/** Several industries: each that is picked joins the list. */
export function IndustriesPick({ value = [], onChange, id, most }: Props) {
  const t = useT();
  return (
    <>
      {value.length > 0 && (
        <div className="tags" style={{ marginBottom: 6 }}>
          {value.map((one) => (
            <span key={one.value} className="tag accent">
              {one.label}
              <button type="button" className="tag-x" aria-label={`${t.common.remove} ${one.label}`} onClick={() => onChange?.(value.filter((other) => other.value !== one.value))}>
                ✕
              </button>
            </span>
          ))}
        </div>
      )}
      <IndustryPick {...(id ? { id } : {})} value={null} onChange={(choice) => choice && value.length < most && !value.some((one) => one.value === choice.value) && onChange?.([...value, choice])} />
    </>
  );
}
