import { methodName } from '@kernel';
import type { Language } from '@kernel';
import type { SheetColumn } from '@platform/sheets';
import type { StageCode } from '@procedure';
import type { TenderRow } from './tender.queries';

const STATUS: Record<StageCode, Record<Language, string>> = {
  draft: { zh: '草稿', en: 'Draft' },
  bidding: { zh: '招标中', en: 'Open for bids' },
  closed: { zh: '已截止', en: 'Closed' },
  opening: { zh: '开标中', en: 'Opening' },
  opened: { zh: '待评标', en: 'Awaiting evaluation' },
  evaluating: { zh: '评标中', en: 'In evaluation' },
  reported: { zh: '评标结束', en: 'Evaluated' },
  publicity: { zh: '公示中', en: 'Candidates published' },
  decided: { zh: '已定标', en: 'Winner fixed' },
  noticed: { zh: '已发中标通知', en: 'Award notified' },
  contracted: { zh: '已签合同', en: 'Contract signed' },
  failed: { zh: '流标', en: 'Failed' },
  terminated: { zh: '终止招标', en: 'Terminated' },
};

export const TENDERS_TITLE = { zh: '招标项目', en: 'Tenders' };

/** The list of tenders as a sheet, in the words of the reader's language. */
export const tenderColumns = (language: Language): readonly SheetColumn<TenderRow>[] => [
  { title: { zh: '标段编号', en: 'Lot code' }, width: 44, of: ({ code }) => code },
  { title: { zh: '名称', en: 'Title' }, width: 48, of: ({ title }) => title },
  { title: { zh: '项目编号', en: 'Project code' }, width: 38, of: ({ projectCode }) => projectCode },
  { title: { zh: '区划', en: 'Region' }, width: 10, of: ({ region }) => region },
  { title: { zh: '类别', en: 'Category' }, width: 14, of: ({ category }) => category },
  { title: { zh: '评标办法', en: 'Method' }, width: 20, of: ({ method }) => methodName(method, language) },
  { title: { zh: '状态', en: 'Status' }, width: 14, of: ({ status }) => STATUS[status]?.[language] ?? status },
  { title: { zh: '招标人', en: 'Tenderer' }, width: 32, of: ({ tenderer }) => tenderer },
  { title: { zh: '招标代理机构', en: 'Agency' }, width: 32, of: ({ agency }) => agency },
  { title: { zh: '最高投标限价（元）', en: 'Ceiling price (yuan)' }, width: 20, of: ({ ceilingFen }) => ({ fen: ceilingFen }) },
  { title: { zh: '公告时间（北京时间）', en: 'Published (Beijing)' }, width: 22, of: ({ publishedAt }) => publishedAt },
  { title: { zh: '投标截止（北京时间）', en: 'Deadline (Beijing)' }, width: 22, of: ({ deadline }) => deadline },
];
