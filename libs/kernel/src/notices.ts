import type { Block, Rendered } from './blocks.template';
import { beijingTime } from './calendar';
import { amountInWords, formatYuan } from './money';

export interface NamedParty {
  name: string;
  uscc: string;
}

/** Why a project that must be tendered may be tendered by invitation, and which document says so (TBR 8). */
export interface Invitation {
  ground: 'few' | 'cost';
  approval: string;
}

/** The tender notice (招标公告) with what TBL 16 asks for. Moments are ISO 8601 in UTC, amounts fen as strings. docs/formats/notices.md. */
export interface TenderNotice {
  format: 'tianping/tender-notice/1';
  project: { code: string; approvalNumber: string; fundsSource: string };
  lot: string;
  title: string;
  tenderer: NamedParty;
  /** null: the tenderer acts for himself. */
  agency: NamedParty | null;
  region: string;
  /** Of a tender by invitation: its letter says on what ground (TBR 8), never whom else it invites. Absent where everybody may bid. */
  invitation?: Invitation | 'free';
  ceilingFen: string | null;
  method: string;
  /** What decides between equal bids (rulebook 3.9); null: the method knows no order. Absent in notices of before it was told. */
  ties?: string | null;
  scope: string;
  qualification: string;
  /** null: as it is asked for, before it goes out. */
  publishedAt: string | null;
  documentsUntil: string;
  questionsUntil: string;
  deadline: string;
  decryptionMinutes: number;
  /** Who opens the bids, by name and certificate: what bidders enclose their keys to; null: each bidder his own. */
  openedBy: { threshold: number; trustees: readonly { name: string; organisation: string; certificateSha256: string }[] } | null;
}

/** 中标通知书: the letter to the winner; its issue binds both sides (TBL 45). */
export interface AwardNotice {
  format: 'tianping/award-notice/2';
  tender: string;
  lot: string;
  title: string;
  tenderer: NamedParty;
  agency: NamedParty | null;
  winner: NamedParty;
  winnerBid: string;
  priceFen: string;
  /** null: as it is asked for. */
  issuedAt: string | null;
  contractUntil: string | null;
}

type Language = 'zh' | 'en';
const METHODS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'lowest-price': ['经评审的最低投标价法', 'lowest evaluated price'],
  'base-price': ['综合评估法', 'comprehensive evaluation against a base price'],
  'lowest-price-first': ['综合评分法', 'comprehensive scoring, lowest price first'],
  decision: ['评定分离', 'evaluation and award apart'],
};
export const methodName = (method: string, language: Language = 'zh'): string => METHODS[method]?.[language === 'zh' ? 0 : 1] ?? method;

export const GROUNDS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  few: ['技术复杂、有特殊要求或者受自然环境限制，只有少量潜在投标人可供选择', 'technical or natural limits leave few who can do it'],
  cost: ['采用公开招标方式的费用占项目合同金额的比例过大', 'an open tender would cost too large a share of the contract'],
};

function groundOf(invitation: Invitation | 'free', zh: boolean): string {
  if (invitation === 'free') return zh ? '不属于必须公开招标的项目' : 'not a project that has to be tendered openly';
  const ground = GROUNDS[invitation.ground]?.[zh ? 0 : 1] ?? invitation.ground;
  return zh ? `${ground}（${invitation.approval}）` : `${ground} (${invitation.approval})`;
}

const TIES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'earlier-receipt': ['先递交的在前', 'the earlier receipt comes first'],
  'higher-technical-score': ['技术得分高的在前，仍相同的由评标委员会成员记名表决', 'the higher technical score comes first; else the members vote by name'],
  undecided: ['由评标委员会成员记名表决', 'the members of the committee vote by name'],
};

const moment = (iso: string, zh: boolean) => `${beijingTime(new Date(iso))}${zh ? '（北京时间）' : ' (Beijing time)'}`;
const day = (iso: string) => beijingTime(new Date(iso)).slice(0, 10);
const linesOf = (text: string): string[] => text.split(/[\n\r\u0085\u2028\u2029]/).filter((line) => line.trim() !== '');

function openers({ openedBy }: TenderNotice, zh: boolean): string {
  if (!openedBy) return zh ? '投标人在解密时限内自行解密' : 'each bidder decrypts his own bid within the window';
  const people = openedBy.trustees.map(({ name, organisation, certificateSha256 }) =>
    zh ? `${organisation} ${name}（加密证书 SHA-256 ${certificateSha256}）` : `${organisation} ${name} (certificate SHA-256 ${certificateSha256})`,
  );
  const count = openedBy.trustees.length;
  return zh ? `${count} 名密钥保管人中任意 ${openedBy.threshold} 名共同开启：${people.join('；')}` : `any ${openedBy.threshold} of ${count} key trustees together: ${people.join('; ')}`;
}

export function renderTenderNotice(notice: TenderNotice, language: Language = 'zh'): Rendered {
  const zh = language === 'zh';
  const { project, lot, title, tenderer, agency, region, ceilingFen, method, publishedAt, documentsUntil, questionsUntil, deadline, decryptionMinutes } = notice;
  const price = ceilingFen === null ? (zh ? '未设' : 'none') : `${formatYuan(BigInt(ceilingFen))} ${zh ? '元' : 'yuan'}`;
  const minutes = zh ? `开标后 ${decryptionMinutes} 分钟` : `${decryptionMinutes} minutes from the opening`;
  const rows: [zh: string, en: string, value: string][] = [
    ['招标项目编号', 'Project', project.code],
    ['标段编号', 'Lot', lot],
    ['招标人', 'Tenderer', tenderer.name],
    ['招标代理机构', 'Agency', agency?.name ?? (zh ? '（自行招标）' : '(the tenderer itself)')],
    ['项目批准文号', 'Approval', project.approvalNumber],
    ['资金来源', 'Source of funds', project.fundsSource],
    ['所在区域', 'Region', region],
    ['最高投标限价', 'Ceiling price', price],
    ['评标办法', 'Method', methodName(method, language)],
    ...(notice.ties ? [['投标相同时的排序', 'Where bids are equal', TIES[notice.ties]?.[zh ? 0 : 1] ?? notice.ties] as [string, string, string]] : []),
    ...(notice.invitation ? [['邀请招标的依据', 'Ground for inviting', groundOf(notice.invitation, zh)] as [string, string, string]] : []),
    [
      notice.invitation ? '邀请书发出时间' : '公告发布时间',
      notice.invitation ? 'Sent' : 'Published',
      publishedAt ? moment(publishedAt, zh) : zh ? '（复核人确认发布之时）' : '(when the second person confirms)',
    ],
    ['招标文件获取截止', 'Documents until', moment(documentsUntil, zh)],
    ['提问截止', 'Questions until', moment(questionsUntil, zh)],
    ['投标截止（开标）时间', 'Deadline and opening', moment(deadline, zh)],
    ['解密时限', 'Window for decryption', minutes],
    ['解密方式', 'Opened by', openers(notice, zh)],
  ];
  const parts: [zh: string, en: string, lines: string[]][] = [
    ['招标范围', 'Scope', linesOf(notice.scope)],
    ['投标人资格要求', 'Qualification of bidders', linesOf(notice.qualification)],
    [
      '招标文件的获取',
      'Getting the documents',
      [zh ? '登录天平平台下载，无需报名（《电子招标投标办法》第二十条）。' : 'By signing in to Tianping; no registration for the tender is needed (O20 20).'],
    ],
    [
      ...(['投标文件的递交', 'Handing in bids'] as const),
      [
        zh
          ? '投标文件应加密、签名后在投标截止时间前通过平台递交；逾期送达的，平台拒收（《招标投标法实施条例》第三十六条）。'
          : 'Bids are encrypted and signed and handed in through the platform before the deadline; late ones are refused (TBR 36).',
      ],
    ],
    [
      ...(['异议', 'Objections'] as const),
      [zh ? '潜在投标人对招标文件有异议的，应在投标截止时间 10 日前提出（《招标投标法实施条例》第二十二条）。' : 'Objections to the documents are raised ten days before the deadline (TBR 22).'],
    ],
  ];
  return {
    title: notice.invitation ? (zh ? '投标邀请书' : 'Invitation to tender') : zh ? '招标公告' : 'Tender notice',
    blocks: [
      { lines: [title] },
      { rows: rows.map(([chinese, english, value]) => [zh ? chinese : english, value] as const) },
      ...parts.flatMap(([chinese, english, lines]): Block[] => [{ heading: zh ? chinese : english }, { lines }]),
    ],
  };
}

export function renderAwardNotice({ title, lot, tenderer, agency, winner, priceFen, issuedAt, contractUntil }: AwardNotice, language: Language = 'zh'): Rendered {
  const zh = language === 'zh';
  const price = zh ? `人民币 ${formatYuan(BigInt(priceFen))} 元（大写：${amountInWords(BigInt(priceFen))}）` : `${formatYuan(BigInt(priceFen))} yuan`;
  const rows: [zh: string, en: string, value: string][] = [
    ['中标人', 'Winner', winner.name],
    ['标段', 'Lot', title],
    ['标段编号', 'Code of the lot', lot],
    ['招标人', 'Tenderer', tenderer.name],
    ['招标代理机构', 'Agency', agency?.name ?? (zh ? '（自行招标）' : '(the tenderer itself)')],
    ['中标价', 'Price', price],
    ['发出日期', 'Issued', issuedAt ? day(issuedAt) : zh ? '（复核人确认发出之日）' : '(on the day on which the second person confirms)'],
  ];
  const until = contractUntil ? (zh ? `（${day(contractUntil)} 前）` : ` (by ${day(contractUntil)})`) : '';
  return {
    title: zh ? '中标通知书' : 'Award notice',
    blocks: [
      { rows: rows.map(([chinese, english, value]) => [zh ? chinese : english, value] as const) },
      {
        lines: [
          zh
            ? `经评标、公示，确定贵单位为中标人。请自本通知书发出之日起三十日内${until}与招标人按照招标文件和贵单位的投标文件订立书面合同（《招标投标法》第四十六条）。`
            : `You have been chosen as the winner. Sign a written contract with the tenderer by the documents and your bid within thirty days of this notice${until} (TBL 46).`,
        ],
      },
    ],
  };
}
