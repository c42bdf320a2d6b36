/** What agents say against a score and what supervisors decide, in Chinese. */
export const zhContest = {
  contest: {
    contest: '申诉',
    contestItem: '申诉：{{title}}',
    why: '为什么“{{title}}”不该扣分',
    whyHint: '主管会看到这段说明和这通电话的评分依据',
    send: '提交申诉',
    cancel: '取消',
    contested: '已申诉',
    accepted: '申诉成立，分数已改',
    refused: '维持原分',
    waiting: '待发送',
    open: '待处理的申诉（{{count}}）',
    call: '分机 {{extension}} · {{name}}',
    decisionComment: '说明（维持原分时必填）',
    accept: '改分',
    refuse: '维持原分',
  },
};

export const zhContestTrouble = {
  'contest-not-possible': {
    what: '这一项现在不能申诉或裁定。',
    next: '重新打开这条记录，查看它目前的状态。',
  },
};
