/** 可改写小结的语言模型。 */
export const zhRewrite = {
  rewrite: {
    title: '语言模型改写小结',
    on: '由语言模型改写通话小结',
    leaves:
      '会离开本机的内容：每通接通的电话结束时，双方的逐句文字发送一次到下面的地址。发送前隐去能识别出的卡号、身份证号、账号、电话号码、地址、客户与坐席的姓名和客户号码；说过的其他内容都会一并发送。不发送录音、通话记录和客户资料。',
    baseUrl: '地址（OpenAI 兼容）',
    baseUrlHint: '不含 /chat/completions；只用 https://，本机可用 http://',
    model: '模型名称',
    key: 'API 密钥',
    keyKept: '已存于钥匙串；留空则不变',
    keyNeeded: '该地址需要时填写',
    forgetKey: '删除密钥',
    keyGoes: '保存后删除密钥',
    keepKey: '不删除',
    timeLimit: '时限（秒）',
    invalidTimeLimit: '请填 2 到 60 之间的整数。',
    test: '测试',
    testing: '正在询问…',
    testHint: '发送一段编造的短通话，不含真实通话',
    testOk: '可用：{{seconds}} 秒后答复，{{sentences}} 句中有 {{kept}} 句能与通话核对。',
    invalidAddress: '以 https:// 开头（http:// 仅限 localhost），不含密钥和问号',
    invalidModel: '开启时必填',
    asking: '语言模型正在改写…',
    by: '由语言模型改写',
    undo: '撤销',
    use: '用改写的',
    there: '有一份改写的小结',
    redacted: '发送给 {{model}} 前隐去 {{count}} 处',
    outcome: {
      asked: '已发送给语言模型，未等到答复',
      shown: '由语言模型改写',
      'set-aside': '语言模型改写过，未采用',
      failed: '已发送给语言模型，没有可用的答复',
    },
  },
};

export const zhRewriteTrouble = {
  'llm-off': { what: '语言模型改写没有开启，仍用按规则写的小结。', next: '需要时请在设置中开启。' },
  'llm-cancelled': { what: '这次改写已放弃，仍用按规则写的小结。', next: '无需操作；下一通会再试。' },
  'llm-unreachable': {
    what: '连不上语言模型，仍用按规则写的小结。',
    next: '请检查地址和网络；下一通会再试。',
  },
  'llm-refused': {
    what: '语言模型拒绝了请求，仍用按规则写的小结。',
    next: '请在设置中检查密钥、地址和模型名称。',
  },
  'llm-timeout': {
    what: '语言模型超时未答复，仍用按规则写的小结。',
    next: '可在设置中放宽时限，或换用更快的模型。',
  },
  'llm-nonsense': {
    what: '语言模型的答复没有一句能核对，仍用按规则写的小结。',
    next: '如果一直这样，请在设置中换一个模型。',
  },
};
