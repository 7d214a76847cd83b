import './bar.css';

interface Props {
  /** Of the track's length, 0 to 1; more is drawn full. */
  of: number;
  /** A line across the track, 0 to 1: where it should be by now. */
  mark?: number | undefined;
  tone?: 'good' | 'warn' | 'bad' | 'accent';
}

/** A length beside a number that says the same: decoration for the eye, silent to screen readers. */
export function Bar({ of, mark, tone = 'accent' }: Props) {
  const length = Math.max(0, Math.min(1, Number.isFinite(of) ? of : 0));
  return (
    <span className="bar" aria-hidden>
      <span className={tone} style={{ width: `${length * 100}%` }} />
      {mark !== undefined && mark > 0 && mark < 1 && <i style={{ left: `${mark * 100}%` }} />}
    </span>
  );
}
