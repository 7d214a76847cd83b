import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { useNarrow } from '@/ui/useNarrow';
import { useSearchState } from '@/ui/useSearch';
import { word } from '@/ui/words';

interface Matrix {
  roles: string[];
  classes: string[];
  acts: string[];
  grants: { role: string; class: string; act: string; scope: string }[];
}

/** The matrix by which the server decides, as a table anyone may read. */
export default function RightsPage() {
  const t = useT();
  const narrow = useNarrow();
  const { roles: mine } = useSession();
  const matrix = useQuery({
    queryKey: ['rights'],
    queryFn: ({ signal }) => api.get<Matrix>('/api/v1/rights', undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page title={t.rights.title} sub={t.rights.sub}>
      <Shown of={matrix} rows={12}>
        {({ roles, classes, acts, grants }) => (
          <section className="panel" aria-label={t.rights.title}>
            <p className="soft">{t.rights.legend}</p>
            {narrow ? (
              <OneRole matrix={{ roles, classes, acts, grants }} />
            ) : (
              <div className="scroll-x" tabIndex={0} role="group" aria-label={t.rights.title}>
                <table className="plain matrix">
                  <thead>
                    <tr>
                      <th scope="col">{t.rights.record}</th>
                      {roles.map((role) => (
                        <th key={role} scope="col">
                          {word(t, 'role', role)}
                          {mine.some((one) => one.role === role) && <span className="tag accent">{t.rights.mine}</span>}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {classes.map((record) => (
                      <tr key={record}>
                        <th scope="row">{word(t, 'class', record)}</th>
                        {roles.map((role) => (
                          <td key={role}>
                            {acts.map((act) => {
                              const grant = grants.find((one) => one.role === role && one.class === record && one.act === act);
                              return grant ? (
                                <div key={act} className="grant">
                                  {word(t, 'act', act)} <small>{grant.scope === 'district' ? t.rights.district : t.rights.unit}</small>
                                </div>
                              ) : null;
                            })}
                          </td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </section>
        )}
      </Shown>
    </Page>
  );
}

/** On a phone: one role at a time. */
function OneRole({ matrix }: { matrix: Matrix }) {
  const t = useT();
  const { roles: mine } = useSession();
  const [search, change] = useSearchState();
  const role = search['role'] ?? mine[0]?.role ?? matrix.roles[0];
  const of = (record: string) => matrix.grants.filter((one) => one.role === role && one.class === record);
  return (
    <>
      <Select
        aria-label={t.rights.filterRole}
        style={{ width: '100%', marginBottom: 8 }}
        value={role ?? null}
        onChange={(next: string | null) => change({ role: next ?? undefined }, { replace: true })}
        options={matrix.roles.map((code) => ({ value: code, label: word(t, 'role', code) }))}
      />
      <ul className="rows">
        {matrix.classes
          .filter((record) => of(record).length > 0)
          .map((record) => (
            <li key={record}>
              <strong className="grow">{word(t, 'class', record)}</strong>
              <span className="end">
                {of(record).map((grant) => (
                  <div key={grant.act}>
                    {word(t, 'act', grant.act)} <small>{grant.scope === 'district' ? t.rights.district : t.rights.unit}</small>
                  </div>
                ))}
              </span>
            </li>
          ))}
      </ul>
    </>
  );
}
