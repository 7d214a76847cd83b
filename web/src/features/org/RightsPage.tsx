import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
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
          </section>
        )}
      </Shown>
    </Page>
  );
}
