// The company of a journey from an empty machine: the reference spreadsheets where they lie beside the repository, else
// small ones of the same shape that the journey writes itself. Everybody in either is invented.

import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './server.mjs';

const SHARED = join(ROOT, '../shared/data/import');
const ROSTER = join(SHARED, 'd01-花名册.xlsx');
const LEAVE = join(SHARED, 'd03-钉钉审批_请假.csv');

/** Who takes part; all of them are in either roster. */
export const PEOPLE = {
  leaver: { empNo: '03253', name: '假博刚' },
  manager: { empNo: '00167', name: '例晓国' },
  asker: { empNo: '04461', name: '样强宇' },
  learner: { empNo: '06357', name: '拟一辰' },
};

const OWN_ROSTER = [
  '工号,姓名,部门,岗位,入职日期,状态,直接上级',
  '00167,例晓国,研发中心/平台部/存储组,架构师,2010-01-09,在职,',
  '03253,假博刚,研发中心/平台部/存储组,架构师,2025-03-07,在职,例晓国',
  '04461,样强宇,研发中心/平台部/存储组,高级工程师,2025-03-03,在职,例晓国',
  '06357,拟一辰,研发中心/平台部/存储组,架构师,2021-07-18,在职,例晓国',
  '06399,样坏日,研发中心/平台部/存储组,工程师,2023-02-30,在职,例晓国',
];
const OWN_LEAVE = [
  '审批编号,审批结果,发起人工号,发起人姓名,请假类型,开始时间,结束时间,请假天数(天)',
  '202610100603000023757,同意,03253,假博刚,年假,2026-10-13 09:00,2026-10-14 18:00,2天',
  '202610110603000023758,拒绝,04461,样强宇,事假,2026-10-15 09:00,2026-10-15 18:00,1天',
  '202610120603000023759,同意,09999,样无人,事假,2026-10-16 09:00,2026-10-16 18:00,1天',
];

/** `{ isShared, roster, leave, end }`; a file is its path and what its preview must count. */
export async function spreadsheets() {
  if (existsSync(ROSTER) && existsSync(LEAVE)) {
    const roster = { path: ROSTER, accepted: 393, refused: 9 };
    const leave = { path: LEAVE, accepted: 1087, refused: 8 };
    return { isShared: true, roster, leave, end: async () => {} };
  }
  const folder = await mkdtemp(join(tmpdir(), 'leavewell-sheets-'));
  const write = async (name, lines) => {
    const path = join(folder, name);
    await writeFile(path, `${lines.join('\r\n')}\r\n`);
    return path;
  };
  return {
    isShared: false,
    roster: { path: await write('花名册.csv', OWN_ROSTER), accepted: 4, refused: 1 },
    leave: { path: await write('请假.csv', OWN_LEAVE), accepted: 1, refused: 1 },
    end: () => rm(folder, { recursive: true, force: true }),
  };
}
