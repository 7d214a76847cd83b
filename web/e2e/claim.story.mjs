// A first report: a unit looks an investor up and reports it, another finds it taken and contests, a reviewer weighs
// what both sides show and decides.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, open, startDemo } from './support.mjs';

const FIRM = '海岳智能装备有限公司';
const proof = (name) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4 ${name}`) });

describe('a first report', () => {
  let demo;
  let browser;
  /** The demo as seen by one account only. */
  const as = (login) => ({ ...demo, accounts: demo.accounts.filter((one) => one.login === login) });
  before(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('goes from the check to the receipt, is contested, and decided by a reviewer', async () => {
    const yuhe = await open(browser, as('yuhe'), 'unit_filler');
    await yuhe.go('/claims');
    await yuhe.page.getByRole('textbox', { name: '投资方', exact: true }).fill(FIRM);
    await yuhe.page.getByRole('button', { name: '查是否已有单位首报' }).click();
    await yuhe.page.getByText(`没有单位首报过“${FIRM}”。`).waitFor();
    await yuhe.sound('a free investor');
    await yuhe.page.getByRole('button', { name: '首报该投资方' }).click();
    const report = yuhe.page.getByRole('dialog');
    await report.getByLabel('拟投资内容').fill('建设智能装备生产基地');
    await report.getByLabel('预计投资额').fill('30000');
    await report.locator('input[type=file]').setInputFiles(proof('会谈纪要.pdf'));
    await report.getByText('会谈纪要.pdf').waitFor();
    await yuhe.settled();
    await yuhe.sound('a report');
    await report.getByRole('button', { name: '提交首报' }).click();
    await yuhe.page.getByRole('heading', { level: 1, name: FIRM }).waitFor();
    await yuhe.page.getByText('保护中').first().waitFor();
    await yuhe.settled();
    await yuhe.sound('a claim');
    const receipt = await yuhe.page.getByRole('link', { name: '打印回执' }).getAttribute('href');
    const printed = await yuhe.page.request.get(demo.url + receipt);
    assert.match(await printed.text(), new RegExp(FIRM));
    await yuhe.close();

    const zone = await open(browser, as('zone'), 'unit_filler', { width: 390, height: 844 });
    await zone.go(`/claims?name=${encodeURIComponent(FIRM)}`);
    await zone.page.getByText('已占用').waitFor();
    await zone.sound('an occupied investor on a phone');
    await zone.page.getByRole('button', { name: '提出争议' }).click();
    const contest = zone.page.getByRole('dialog');
    await contest.getByLabel('争议理由').fill('我区七月已与投资方会谈，投资方书面选择我区');
    await contest.locator('input[type=file]').setInputFiles(proof('投资方选择函.pdf'));
    await contest.getByText('投资方选择函.pdf').waitFor();
    await zone.settled();
    await zone.sound('a contest on a phone');
    await contest.getByRole('button', { name: /提\s*交/ }).click();
    await zone.page.getByText('待裁定').first().waitFor();
    await zone.close();

    const reviewer = await open(browser, as('reviewer'), 'office_reviewer');
    const waiting = reviewer.page.getByRole('region', { name: '待我裁定的首报争议' });
    await waiting.getByRole('link', { name: '经济开发区对于河街道首报的争议' }).first().click();
    await reviewer.page.getByText('智能装备').or(reviewer.page.getByText('海岳智能装备')).first().waitFor();
    await reviewer.page.getByRole('region', { name: '依据对照' }).waitFor();
    await reviewer.settled();
    await reviewer.sound('a dispute to decide');
    await reviewer.page.getByRole('button', { name: /^裁\s*定$/ }).click();
    const decide = reviewer.page.getByRole('dialog');
    // The investor's written choice is the strongest ground, and proposed.
    await decide.getByRole('radio', { name: '改由经济开发区跟进' }).waitFor();
    assert.ok(await decide.getByRole('radio', { name: '改由经济开发区跟进' }).isChecked());
    await decide.getByLabel('裁定理由').fill('投资方书面选择经济开发区');
    await reviewer.settled();
    await reviewer.sound('a decision');
    await decide.getByRole('button', { name: /确\s*定/ }).click();
    await reviewer.page.getByText('已裁定，可申诉').first().waitFor();
    await reviewer.settled();
    await reviewer.sound('a decided dispute');
    await reviewer.close();

    const winner = await open(browser, as('zone'), 'unit_filler');
    await winner.go('/claims?hand=ours');
    await winner.page.getByRole('link', { name: FIRM }).first().click();
    await winner.page.getByText('接续首报').waitFor();
    await winner.close();
  });

  it('reads on every page, in both languages, wide and narrow', async () => {
    for (const [lang, width] of [['zh-CN', 390], ['en', 1440], ['en', 390]]) {
      const office = await open(browser, as('clerk'), 'office_clerk', { width, height: 900, lang });
      for (const path of ['/claims', '/claims?tab=asks', '/claims?tab=cases', '/claim-rules', '/']) {
        await office.go(path);
        await office.sound(`${path} ${lang} ${width}`);
      }
      for (const [list, link] of [['/claims?state=open', '.ledger a[href^="/claims/"]'], ['/claims?tab=cases', '.ledger a[href^="/claim-cases/"]']]) {
        await office.go(list);
        await office.page.locator(link).first().click();
        await office.page.waitForURL(/\/(claims|claim-cases)\/./);
        await office.settled();
        await office.sound(`${link} ${lang} ${width}`);
      }
      await office.close();
    }
  });

  it('is answered by the unit that holds it', async () => {
    const yuhe = await open(browser, as('yuhe'), 'unit_filler');
    await yuhe.go('/');
    const waiting = yuhe.page.getByRole('region', { name: '待我答复的首报申请' });
    await waiting.getByRole('link').nth(1).click();
    const answer = yuhe.page.getByRole('dialog');
    await answer.getByRole('radio', { name: '同意', exact: true }).check();
    await yuhe.settled();
    await yuhe.sound('a question');
    await answer.getByRole('button', { name: /确\s*定/ }).click();
    await yuhe.page.getByText('已答复').first().waitFor();
    await yuhe.close();
  });
});
