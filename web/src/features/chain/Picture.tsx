import { useT } from '@/i18n';
import { Strength } from '@/ui/chains/Strength';
import type { Link } from '@/ui/chains/types';
import { useNarrow } from '@/ui/useNarrow';
import { word } from '@/ui/words';
import { columns, fitted, type Placed } from './layout';

const WIDTH = 330;
const GAP = 36;
const HEIGHT = 58;
const ROW = 70;
const HEAD = 52;
const INDENT = 22;

interface Props {
  links: Link[];
  chosen: string | undefined;
  choose: (id: string) => void;
}

function useCounts() {
  const t = useT();
  return (link: Link) => t.chain.counts(link.facts.firms, link.targets_open, link.facts.projects + link.facts.projects_before_signing);
}

/** The chain from upstream to downstream; a list on a phone. */
export function Picture(props: Props) {
  const narrow = useNarrow();
  return narrow ? <List {...props} /> : <Graph {...props} />;
}

function Graph({ links, chosen, choose }: Props) {
  const t = useT();
  const all = columns(links);
  const rows = Math.max(...all.map((column) => column.placed.length), 1);
  const [width, height] = [3 * WIDTH + 2 * GAP, HEAD + rows * ROW];
  return (
    <div className="chain-picture">
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={t.chain.picture}>
        {all.map(({ tier, placed }, at) => (
          <g key={tier} transform={`translate(${at * (WIDTH + GAP)} 0)`}>
            <Head label={word(t, 'chainTier', tier)} last={at === all.length - 1} />
            {placed.map((one) => (
              <Elbow key={one.link.id} of={one} />
            ))}
            {placed.map((one) => (
              <Node key={one.link.id} of={one} chosen={one.link.id === chosen} choose={choose} />
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

/** An arrow that points at the next tier. */
function Head({ label, last }: { label: string; last: boolean }) {
  const tip = last ? WIDTH : WIDTH + GAP - 14;
  const shoulder = last ? WIDTH : WIDTH + 4;
  return (
    <g className="chain-tier">
      <path d={`M0 0 H${shoulder} L${tip} 17 L${shoulder} 34 H0 Z`} />
      <text x={14} y={22}>
        {label}
      </text>
    </g>
  );
}

const left = (depth: number) => Math.min(depth, 3) * INDENT;
const top = (row: number) => HEAD + row * ROW;

/** From a link down to its part. */
function Elbow({ of }: { of: Placed }) {
  if (of.above === null) return null;
  const x = left(of.depth) - INDENT / 2;
  return <path className="chain-elbow" d={`M${x} ${top(of.above) + HEIGHT} V${top(of.row) + HEIGHT / 2} H${left(of.depth)}`} />;
}

function Node({ of: { link, depth, row }, chosen, choose }: { of: Placed; chosen: boolean; choose: (id: string) => void }) {
  const t = useT();
  const counts = useCounts()(link);
  const strength = word(t, 'chainStrength', link.strength);
  const width = WIDTH - left(depth);
  const badge = strength.length > 2 ? 52 : 16 + strength.length * 12;
  return (
    <g
      className={`chain-node ${link.strength}`}
      transform={`translate(${left(depth)} ${top(row)})`}
      role="button"
      tabIndex={0}
      {...(chosen ? { 'aria-current': 'true' as const } : {})}
      onClick={() => choose(link.id)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        choose(link.id);
      }}
    >
      <rect className="box" width={width} height={HEIGHT} rx={6} />
      <rect className="edge" x={1} y={7} width={4} height={HEIGHT - 14} rx={2} />
      <text className="name" x={16} y={25}>
        {fitted(link.name, width - badge - 38, 14)}
      </text>
      <text className="counts" x={16} y={45}>
        {counts}
      </text>
      <rect className="badge" x={width - badge - 10} y={9} width={badge} height={20} rx={4} />
      <text className="word" x={width - badge / 2 - 10} y={23} textAnchor="middle">
        {strength}
      </text>
    </g>
  );
}

function List({ links, choose }: Props) {
  const t = useT();
  const counts = useCounts();
  return (
    <div className="chain-list">
      {columns(links)
        .filter(({ placed }) => placed.length > 0)
        .map(({ tier, placed }) => (
          <div key={tier}>
            <h3>{word(t, 'chainTier', tier)}</h3>
            <ul className="rows">
              {placed.map(({ link, depth }) => (
                <li key={link.id} className={depth > 0 ? 'part' : ''}>
                  <div className="grow">
                    <button type="button" className="link" onClick={() => choose(link.id)}>
                      {link.name}
                    </button>
                    <div className="soft">{counts(link)}</div>
                  </div>
                  <Strength of={link.strength} />
                </li>
              ))}
            </ul>
          </div>
        ))}
    </div>
  );
}
