import { useT } from '@/i18n';
import './factors.css';

export interface Factor {
  factor: string;
  points: number;
  most: number;
  reason: string;
}

/** What speaks for and against a match; its points are the sum of these. */
export function Factors({ factors }: { factors: Factor[] }) {
  const t = useT();
  return (
    <ul className="match-factors">
      {factors.map((one) => (
        <li key={one.factor}>
          <span className={`tag ${one.points === one.most ? 'good' : one.points === 0 ? 'bad' : 'warn'}`}>
            {one.points === one.most ? t.profile.fits : one.points === 0 ? t.profile.against : t.profile.partly}
          </span>
          <span>{one.reason}</span>
          <span className="num soft">
            {one.points}/{one.most}
          </span>
        </li>
      ))}
    </ul>
  );
}
