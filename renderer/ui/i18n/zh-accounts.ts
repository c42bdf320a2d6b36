/** Several accounts at PBXs and their mailboxes, in Chinese. */
export const zhAccounts = {
  accounts: {
    main: '主账号',
    /** An account among others. */
    named: '{{name}} · {{extension}}',
    count: '{{registered}}/{{all}} 个账号已注册',
    list: '账号与注册状态',
    dialBy: '用哪个账号呼出',
    newMessages: '{{name}}：{{text}}',
    title: '更多账号',
    hint: '同时登录多个话务台或品牌时使用。上面的“话务台”是主账号；来电会标明打到哪个账号，呼出前可在号码框下方选择。',
    none: '还没有其他账号。',
    add: '添加账号',
    remove: '移除这个账号',
    removed: '保存后移除“{{name}}”及其密码。',
    undo: '撤销',
    label: '名称（品牌或话务台）',
    unnamed: '未命名账号',
    labelNeeded: '请给账号起个名字，最多 40 个字',
    mailbox: '语音信箱',
    mailboxAuto: '自动',
    mailboxOff: '不查询',
    mailboxOther: '指定',
    mailboxAddress: '信箱地址',
    mailboxHint: '自动：向话务台订阅本分机的留言。指定：订阅另一个信箱，如部门信箱。',
    mailboxInvalid: '应为 sip:信箱@域',
  },
};
