/** The agent's habits, in Chinese: do-not-disturb, auto-answer, rows of keys, agreed headers. */
export const zhHabits = {
  doNotDisturb: {
    name: '免打扰',
    on: '打开免打扰',
    off: '关闭免打扰',
    hint: '来电会被拒接并留下记录，仍可外呼。点击关闭（Ctrl Shift D）。',
    idle: '免打扰中，来电不会响铃',
    idleHint: '仍可外呼。要接听来电，请关闭免打扰。',
  },
  autoAnswer: {
    soonByPbx: '话务台要求自动接听，{{seconds}} 秒后接通；按“忽略”取消',
    soonBySetting: '{{seconds}} 秒后自动接听；按“忽略”取消',
    done: '已自动接听',
  },
  keys: {
    progress: '正在发送按键 {{sent}} / {{total}}',
    cancel: '停止发送',
    paste: '粘贴按键',
    pasteHint: '复制一串按键（如 1234#）后在通话中按 Ctrl V，会逐个发送；逗号停两秒。',
    show: '显示已发按键',
    hide: '隐藏已发按键',
    count: '已发 {{count}} 个按键',
  },
  sipHeaders: { title: '话务台附带的信息', autoAnswer: '自动接听', byHeader: '按 {{header}}', bySetting: '按本机设置' },
  habits: {
    title: '来电习惯',
    doNotDisturbCode: '免打扰时回复来电',
    code486: '486 忙',
    code480: '480 暂时无法接通',
    autoAnswer: '自动接听',
    autoAnswerRisk: '接通前耳机里会有提示音。能发送这些头的人就能打开麦克风：只勾选话务台真正使用的。',
    header: {
      'alert-info': 'Alert-Info（info=alert-autoanswer）',
      'call-info': 'Call-Info（answer-after）',
      'answer-mode': 'Answer-Mode: Auto（RFC 5373）',
      'alert-auto-answer': 'Alert-Auto-Answer',
      'x-auto-answer': 'X-Auto-Answer',
    },
    all: '自动接听所有来电',
    afterSeconds: '响铃几秒后接听',
    sipHeaders: '记入通话记录的 X- 头',
    sipHeadersHint: '每行一个，最多 20 个；X-Customer-Id 决定弹出哪位客户的资料。',
    sipHeadersWrong: '每行一个以 X- 开头的头名称',
  },
};

export const zhHabitsTrouble = {
  'auto-answer-muted': {
    what: '麦克风被静音或不可用，没有自动接听。',
    next: '请打开耳机上的麦克风，再按“接听”。',
  },
  'keys-unreadable': {
    what: '“{{message}}”不是电话按键，一个按键也没有发送。',
    next: '只能粘贴 0–9、*、#、A–D 和逗号（停两秒），请重新复制。',
  },
  'keys-empty': { what: '粘贴的内容里没有按键。', next: '复制要发送的按键，例如 1234#，再粘贴一次。' },
  'keys-too-many': { what: '一次最多发送 {{message}} 个按键，没有发送。', next: '请分几次粘贴。' },
  'keys-not-now': { what: '现在不能发送按键：通话没有接通或在保持中。', next: '接通或恢复通话后再粘贴。' },
  'keys-interrupted': {
    what: '通话被保持，还有 {{message}} 个按键没有发送。',
    next: '恢复通话后，把剩下的按键再发一次。',
  },
  'number-empty': { what: '还没有输入号码。', next: '输入或粘贴一个号码，再按“呼叫”。' },
  'number-unreadable': {
    what: '这段文字里没有可以拨打的号码。',
    next: '请只粘贴号码，例如 138 0013 8000 或分机 8001。',
  },
  'number-incomplete': { what: '号码位数不对，没有拨出。', next: '请核对位数；固定电话加区号，国外号码以 + 开头。' },
  'number-ambiguous': { what: '这段文字里有几个号码，没有拨出。', next: '请只保留要拨打的那一个。' },
};
