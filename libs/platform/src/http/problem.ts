import { type BusinessError, fill, type Language, type Refusal } from '@kernel';
import { citation, isArticleId } from '@law';

/** RFC 9457 problem details, with the article that the refusal rests on and what to do next. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  violations: Violation[];
}

export interface Violation {
  code: string;
  detail: string;
  article?: string;
  citation?: string;
  next?: string;
  /** RFC 6901 pointer to the field at fault. */
  pointer?: string;
  params?: Record<string, unknown>;
}

const TITLES: Record<number, { zh: string; en: string }> = {
  400: { zh: '内容有误', en: 'The content is not right' },
  401: { zh: '需要登录或验证身份', en: 'Sign-in or proof of identity needed' },
  403: { zh: '没有权限', en: 'Not allowed' },
  404: { zh: '没有找到', en: 'Not found' },
  409: { zh: '当前状态不允许', en: 'Not possible in the present state' },
  413: { zh: '内容过大', en: 'Too large' },
  415: { zh: '不支持的内容格式', en: 'Unsupported content type' },
  422: { zh: '不符合规则', en: 'A rule is not kept' },
  429: { zh: '操作过于频繁', en: 'Too many requests' },
  507: { zh: '存储空间不足', en: 'Out of room' },
  503: { zh: '暂时不可用', en: 'Temporarily unavailable' },
  500: { zh: '系统错误', en: 'System error' },
};

function violation(refusal: Refusal, language: Language): Violation {
  const { code, article, next, pointer, params } = refusal;
  return {
    code,
    detail: fill(refusal[language], params, language),
    ...(article && isArticleId(article) ? { article, citation: citation(article, language) } : {}),
    ...(next ? { next: fill(next[language], params, language) } : {}),
    ...(pointer === undefined ? {} : { pointer }),
    ...(Object.keys(params).length ? { params } : {}),
  };
}

export function problemOf(error: BusinessError, language: Language, requestId: string): Problem {
  const violations = error.refusals.map((refusal) => violation(refusal, language));
  const [first] = violations as [Violation];
  return {
    type: `urn:tianping:problem:${first.code}`,
    title: TITLES[error.status]?.[language] ?? TITLES[422]![language],
    status: error.status,
    detail: violations.map((v) => v.detail).join(' '),
    code: first.code,
    requestId,
    violations,
  };
}
