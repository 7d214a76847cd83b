import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { Page } from '@/ui/Page';
import { StateTag, word } from '@/ui/words';
import type { CoverView } from './types';

/** All that a reader without need to know sees of a code-named project. */
export function Cover({ cover }: { cover: CoverView }) {
  const t = useT();
  return (
    <Page
      title={cover.code_name.alias}
      crumbs={[{ label: t.project.title, to: paths.projects }]}
      sub={
        <span className="tags">
          <span className="num">{cover.code}</span>
          <span className="tag warn">{t.secret.cover}</span>
          <StateTag dimension="stage" code={cover.stage} />
          <StateTag dimension="status" code={cover.status} />
          <span className="tag">{word(t, 'track', cover.track)}</span>
        </span>
      }
    >
      <section className="panel" aria-label={t.secret.cover}>
        <p>{cover.code_name.description}</p>
        <dl className="facts">
          <div>
            <dt>{t.project.leadUnit}</dt>
            <dd>{cover.lead_unit.name}</dd>
          </div>
          <div>
            <dt>{t.project.stage}</dt>
            <dd>
              {word(t, 'stage', cover.stage)} <span className="soft num">{cover.stage_since_on}</span>
            </dd>
          </div>
          <div>
            <dt>{word(t, 'measure', 'total')}</dt>
            <dd className="num">
              {cover.total_fen === null ? '—' : `${money(cover.total_fen)} ${t.common.unitName.wan}`} <small className="soft">{t.secret.about}</small>
            </dd>
          </div>
          <div>
            <dt>{t.project.fundsRecognised}</dt>
            <dd className="num">
              {money(cover.funds_recognised_fen)} {t.common.unitName.wan} <small className="soft">{t.secret.about}</small>
            </dd>
          </div>
        </dl>
        <p className="soft">{t.secret.coverText}</p>
      </section>
    </Page>
  );
}
