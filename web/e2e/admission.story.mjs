// A review: the department answers what it was asked, the office enters the meeting, a reviewer who had no
// part in it concludes, and what the department made a condition is a commitment of the project.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, startDemo } from './support.mjs';

describe('an admission review', () => {
  let demo;
  let browser;
  before(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('is in the inbox of the department, and its condition has an owner', async () => {
    const department = await open(browser, demo, 'factor_department');
    const { page } = department;
    await page.getByRole('region', { name: '征求我单位意见的联审' }).getByRole('link', { name: '铜冶炼' }).click();
    await page.getByRole('button', { name: /出具意见/ }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('有条件同意').click();
    await dialog.getByLabel('意见内容和依据条款').fill('须符合土地利用总体规划');
    await dialog.getByLabel('须满足的条件').fill('取得用地预审意见');
    await choose(page, dialog.getByLabel('落实单位'), '区国土分局', '国土');
    await dialog.getByLabel('完成时限').fill('2013-12-31');
    await dialog.getByLabel('完成时限').press('Enter');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await page.getByText('取得用地预审意见').first().waitFor();
    await department.sound('a review with an opinion');
    await department.close();
  });

  it('shows the table, the passed review and the sheet of a project', async () => {
    const leader = await open(browser, demo, 'district_leader');
    await leader.go('/admission-rules');
    await leader.page.getByText('重大建设项目联审').waitFor();
    await leader.sound('the review table');
    await leader.go('/admissions?state=passed');
    await leader.page.getByRole('link', { name: '富盈国际城' }).first().click();
    await leader.page.getByText('联审〔2013〕8号').first().waitFor();
    await leader.sound('a passed review');
    await leader.page.getByRole('link', { name: '富盈国际城' }).first().click();
    await leader.page.getByText('签约前分两期实缴，写入合同第四条').waitFor();
    await leader.page.getByRole('link', { name: '取得用地预审意见后方可办理后续手续' }).first().waitFor();
    await leader.sound('a project with its review');
    await leader.close();
  });

  it('asks a second reviewer for a contract that comes too fast for its size', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    await clerk.go('/projects?new=1');
    const unit = await clerk.page.evaluate(async () => {
      const units = await fetch('/api/v1/units').then((answer) => answer.json());
      return units.items.find((one) => one.kind === 'zone').id;
    });
    const made = await clerk.page.evaluate(async (lead) => {
      const amount = { phase: 0, measure: 'total', amount: '12', unit: 'yi', currency: 'CNY', rate: null, rate_on: null, rate_source: null };
      const body = { name: '凤栖大数据产业园', kind: 'new', track: 'capital', amounts: [amount], phases: [], investors: [], units: [{ unit_id: lead, role: 'lead', share_bp: 10000 }], agreement: 'none' };
      const answer = await fetch('/api/v1/projects', { method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'story-fast-project' }, body: JSON.stringify(body) });
      return answer.json();
    }, unit);
    assert.ok(made.id, JSON.stringify(made));
    await clerk.go(`/projects/${made.id}`);
    const seen = clerk.page.getByRole('region', { name: '联审与尽职调查' });
    await seen.getByText('从线索到现在不足30天').waitFor();
    assert.equal(await seen.getByRole('button', { name: '二次签字' }).count(), 0, 'whoever entered it does not sign');
    await clerk.close();

    const reviewer = await open(browser, demo, 'office_reviewer');
    const { page } = reviewer;
    await reviewer.go(`/projects/${made.id}`);
    const region = page.getByRole('region', { name: '联审与尽职调查' });
    await region.getByRole('button', { name: '二次签字' }).click();
    const dialog = page.getByRole('dialog', { name: '二次签字' });
    await dialog.getByLabel('理由').fill('投资方资信已由银行出具证明，集团现场考察过。');
    await reviewer.settled();
    await reviewer.sound('the second signature');
    await reviewer.shot('second-signature');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await region.getByText('投资方资信已由银行出具证明').waitFor();
    await region.getByText('已签字').first().waitFor();
    await reviewer.close();
  });
});
