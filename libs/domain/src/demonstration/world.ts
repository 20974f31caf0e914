import { addDays, makeIdentityNumber } from '@kernel';
import type { RoleCode } from '../identity';

/**
 * The demonstration world: fictional places (codes beginning with 99, a block that no region has), organisations and people, all marked
 * （演示）. Loaded only where the installation is marked a demonstration.
 */
export interface WorldOrganisation {
  key: string;
  name: string;
  uscc: string;
  region: string;
}

const organisation = (key: string, name: string, uscc: string, region = '990100'): WorldOrganisation => ({ key, name: `${name}（演示）`, uscc, region });

export const ORGANISATIONS: readonly WorldOrganisation[] = [
  organisation('sb', '衡州市公共资源交易监督管理局', '11990100MATP01013K'),
  organisation('tc', '衡州市公共资源交易中心', '12990100MATP01021B'),
  organisation('lib', '云衡省评标专家库', '12990200MATP020166', '990000'),
  organisation('t1', '衡州城市建设投资集团', '91990100MATP100165'),
  organisation('a1', '衡正工程咨询', '91990100MATP20011D'),
];

export interface WorldAccount {
  login: string;
  name: string;
  organisation: string;
  roles: readonly RoleCode[];
  identityNumber: string;
  /** Signs acts of law or reports: gets a certificate of the demonstration CA. */
  certificate?: boolean;
  /** Opens bids together with others: gets an encryption certificate. */
  trustee?: boolean;
}

const person = (serial: number) => makeIdentityNumber({ region: '990102', birth: addDays('1970-01-01', serial * 97), serial: String(serial).padStart(3, '0') });

const account = (serial: number, login: string, name: string, roles: readonly RoleCode[], certificate = false): WorldAccount => ({
  login,
  name: `${name}（演示）`,
  organisation: login.split('.')[0]!,
  roles,
  identityNumber: person(serial),
  certificate,
});

export const ACCOUNTS: readonly WorldAccount[] = [
  account(1, 't1.officer.1', '招标人经办一', ['tenderer-officer'], true),
  account(2, 't1.approver.1', '招标人负责人一', ['tenderer-approver'], true),
  account(3, 't1.rep.1', '招标人代表一', ['tenderer-representative'], true),
  account(4, 'a1.officer.1', '代理经办一', ['agency-officer'], true),
  account(5, 'tc.entry.1', '进场受理一', ['entry-officer'], true),
  account(6, 'tc.hall.1', '场内服务一', ['hall-operator'], true),
  account(7, 'sb.officer.1', '综合监管一', ['bureau-officer'], true),
  account(8, 'lib.admin.1', '专家库管理员一', ['library-admin']),
  { ...account(9, 'sys.system.1', '系统管理员一', ['system-admin']), organisation: 'tc' },
  { ...account(10, 'sys.security.1', '安全管理员一', ['security-admin']), organisation: 'tc' },
  { ...account(11, 'sys.audit.1', '审计管理员一', ['audit-admin']), organisation: 'tc' },
  { ...account(12, 't1.key.1', '招标人密钥保管人', ['key-trustee']), trustee: true },
  { ...account(13, 'tc.key.1', '交易中心密钥保管人', ['key-trustee']), trustee: true },
  { ...account(14, 'sb.key.1', '监管局密钥保管人', ['key-trustee']), trustee: true },
  { ...account(15, 'sys.security.2', '安全管理员二', ['security-admin']), organisation: 'tc' },
  account(16, 't1.head.1', '招标人单位负责人', ['organisation-head']),
  account(17, 'a1.head.1', '代理机构负责人', ['organisation-head']),
  account(18, 'tc.head.1', '交易中心负责人', ['organisation-head']),
  account(19, 'sb.head.1', '监管局负责人', ['organisation-head']),
  account(20, 'lib.head.1', '专家库单位负责人', ['organisation-head']),
  account(21, 'lib.admin.2', '专家库管理员二', ['library-admin']),
];

/** Bidders' organisations, registered by themselves when they first act. All codes are computed and valid. */
export const BIDDERS: readonly WorldOrganisation[] = [
  organisation('b01', '云衡路桥', '91990000MATP30017J'),
  organisation('b02', '衡州市政', '91990100MATP30025J'),
  organisation('b03', '砚池建安', '91990100MATP30033D'),
  organisation('b04', '临衡水务', '91990200MATP30041D', '990200'),
  organisation('b05', '北辰土木', '91990100MATP3005X0'),
  organisation('b06', '墨池园林', '91990100MATP300680'),
  organisation('b07', '青禾交通', '91990200MATP300760', '990200'),
];

export interface WorldExpert {
  code: string;
  login: string;
  name: string;
  identityNumber: string;
  employer: string;
  library: string;
  specialties: string[];
  born: string;
  appointedUntil: string;
  suspendedUntil: string | null;
  testPassed: boolean;
}

/** Specialties by number, repeating every forty: roads, design, cost, supervision and others, as a city's library has them. */
function specialtyOf(i: number): string {
  const n = ((i - 1) % 40) + 1;
  if (n <= 12) return n % 2 ? 'A080201' : 'A080202';
  if (n <= 18) return n % 2 ? 'A040202' : 'A040203';
  if (n <= 26) return 'A060102';
  if (n <= 30) return 'A050201';
  if (n <= 34) return 'A080104';
  return n <= 36 ? 'C0604' : 'A080104';
}

const away = (i: number) => i % 5 === 0 || i % 5 === 3;

/** Expert number i of the library; `total` people work at `total / 4` institutes, ten at least. */
export function expert(i: number, total = 40): WorldExpert {
  const born = addDays('1966-01-01', (i * 200) % 9000);
  const code = `E${String(i).padStart(2, '0')}`;
  return {
    code,
    login: `${code.toLowerCase()}.expert`,
    name: `评标专家${String(i).padStart(2, '0')}（演示）`,
    identityNumber: makeIdentityNumber({ region: '990103', birth: born, serial: String((i % 998) + 1).padStart(3, '0') }),
    employer: `${away(i) ? '临衡' : '衡州'}研究设计院第${((i - 1) % Math.max(10, Math.floor(total / 4))) + 1}所（演示）`,
    library: away(i) ? '临衡' : '衡州',
    specialties: [specialtyOf(i)],
    born,
    appointedUntil: '2028-12-31',
    suspendedUntil: i === 16 ? '2027-12-31' : null,
    testPassed: i !== 28,
  };
}

export const HOME_LIBRARY = '衡州';
