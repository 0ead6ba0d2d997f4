# Chinese lexicon. [rule] opens a section; `word`; `word ?guard` asks a guard; `- word` is never a finding.
[HD201]
大概 ?bound
- 大概念
- 大概率
大约 ?bound
差不多 ?bound
左右 ?after-number
上下 ?after-number
前后 ?after-number
估计 ?estimate
估摸着 ?bound
估摸 ?bound
基本上 ?bound
基本都
基本能
基本可以
基本不
基本没
基本够
基本就
基本在
基本是
大致 ?bound
大体上 ?bound
大体 ?bound
大抵
约 ?before-number
约莫 ?bound
约摸 ?bound
将近 ?bound
接近 ?before-number
近乎
十来
百来
千来
十多 ?bound
百多 ?bound
百余 ?bound
十余 ?bound
十几 ?bound
几十 ?bound
上百
成百上千
粗略
粗估
概略
毛估
- 节约
- 违约
- 条约
- 契约
- 合约
- 预约
- 签约
- 解约
- 续约
- 履约
- 毁约
- 相约
- 公约
- 特约
- 邀约
- 制约
- 简约
- 约定
- 约束
- 约会
- 几十年如一日
- 基本不变量
- 基本不等式
- 大体积
- 大体型
[HD202]
可能
- 可能性
- 不可能
- 尽可能
也许
应该是 ?epistemic
应该在 ?epistemic
应该有 ?epistemic
应该会
应该能
应该可以
应该没
应该不会
应该不用
应该不是
应该够
应该就
应该都
应该已
应该还
应该差不多
应该挺
应该比较
应该问题不大
应该行
应该算
应当是 ?epistemic
应当可以
应当没
好像
似乎
或许
大概率
多半
恐怕
没准
说不定
兴许
不一定
未必
我觉得
我感觉
我想是
我猜
猜测
印象中
印象里
我记得
记得好像
如果没记错
没记错的话
没记错
不太确定
不太清楚
不确定
拿不准
说不准
吃不准
看起来
看上去
看样子
按理说
按理
照理
据说
听说
貌似
疑似
大约是
估计是
估计会
估计要
估计得
估计能
估计不
估计没
恐怕要
也说不定
保不齐
有可能
- 不确定度
- 似乎然
[HD203]
视情况
视具体情况
视实际情况
视现场情况
视情形
视情
视具体
看情况
看具体情况
看实际情况
看现场情况
根据情况
根据具体情况
根据实际情况
根据实际
根据现场情况
根据需要
按实际情况
按情况
按具体情况
按需
依情况
依据情况
依实际情况
结合实际
酌情
酌量
酌定
斟酌
适当
- 适当性
适度
灵活
- 灵活用工
- 灵活就业
必要时 ?criterion
必要的时候 ?criterion
必要的话 ?criterion
如有必要 ?criterion
若有必要 ?criterion
如果有必要 ?criterion
有必要的话 ?criterion
有必要时 ?criterion
如有需要 ?criterion
如需要
若需要
有需要时
有需要的话
有需要再
需要时
需要的时候
需要的话
看着办
看着处理
看着来
看着调
看着给
看着定
看着弄
自行判断
自行决定
自行把握
自行掌握
自行斟酌
自己判断
自己决定
自己把握
自己掌握
自己看
凭经验
凭感觉
凭手感
靠经验
靠感觉
凭直觉
看心情
看感觉
相机
- 相机拍
- 工业相机
- 照相机
- 数码相机
- 相机标定
- 相机镜头
- 相机支架
见机行事
随机应变
因地制宜
因人而异
具体情况具体分析
具体问题具体分析
具体看
自由裁量
差别对待
量力而行
把握好度
把握分寸
合适的时候
合适就行
合理安排
合理调整
合理处理
妥善处理
区别对待
看客户
看对方
不好说
[HD204]
按老办法
老办法
老样子
老规矩
老一套
老路子
老套路
老做法
老方法
老法子
老习惯
老传统
照旧
- 护照旧
- 执照旧
- 照旧版
照老
跟以前一样
和以前一样
与以前一样
同以前一样
跟以往一样
和以往一样
与以往一样
同以往一样
跟往常一样
和往常一样
与往常一样
像往常一样
像以前一样
像以前那样
像往年一样
跟往年一样
和往年一样
与往年一样
跟平时一样
和平时一样
与平时一样
跟去年一样
和去年一样
与去年一样
同去年
跟上次一样
和上次一样
与上次一样
跟上个月一样
和上个月一样
跟上月一样
与上月相同
与往年相同
与以往相同
与以前相同
跟之前一样
和之前一样
与之前一样
同之前一样
跟原来一样
和原来一样
跟过去一样
和过去一样
按惯例
按照惯例
依惯例
循惯例
惯例
- 国际惯例
- 惯例条款
惯常
按常规
照常处理
照常做
照常办
照常进行
照常执行
照常走
按照以往
按照以前
按照之前的
按照原来的
按照过去的
按以往
按以前
按之前的做法
按之前的方法
按之前的流程
按之前的方式
按原来的做法
按原来的方法
按原来的流程
按原来的方式
按原来的来
按过去的
照以前
照以往
照之前
照原来
照往年
依照以往
依照以前
参照以往
参照以前
参照往年
参照过去
参照之前
参考以往
参考往年
沿用以前
沿用以往
沿用老
沿用过去
沿用之前的做法
沿用之前的方法
沿用之前的流程
沿用之前的方式
沿袭
一如既往
一直这么做
一直这样
一直都这样
一直都是这样
一直是这样
一直就这样
一直这么
一直都这么
一贯做法
一贯的做法
习惯做法
习惯了
习惯上
向来
历来
从来都这样
从来都是
都是这么做
都是这样做
都这么做
都这样做
都是这么
大家都这么
一般都这样
一般都是这样
一般都这么
一般就这样
一般就这么
一般这样
一般怎么
通常都这样
通常都这么
通常怎么
平时怎么做
平时怎么
平常怎么
以前怎么
之前怎么
原来怎么
过去怎么
往年怎么
该怎么做就怎么做
该怎么办就怎么办
该咋办咋办
以前咋
常规操作就
一样就成
[HD205]
等等
之类
什么的
- 什么的时候
- 为什么的
诸如此类
等诸如
其他相关
其它相关
其余相关
及其他
以及其他
以及相关
等相关
等一系列
等其他
等其它
诸如
云云
啥的
一类的
这一类
那一类
种种
等 ?open-list
…… ?ellipsis
… ?ellipsis
... ?ellipsis
- 等待
- 等于
- 等级
- 同等
- 平等
- 对等
- 相等
- 不等
- 中等
- 高等
- 初等
- 上等
- 下等
- 一等
- 二等
- 三等
- 优等
- 劣等
- 头等
- 次等
- 均等
- 何等
- 等同
- 等候
- 等号
- 等效
- 等价
- 等额
- 等量
- 等值
- 等比
- 等分
- 等距
- 等高
- 等温
- 等差
- 等腰
- 等边
- 等式
- 等离子
- 等静压
- 等轴
- 等压
- 等电位
- 等到
- 等保
- 等我
- 等你
- 等系统
- 等客户
- 等回复
- 等通知
- 等确认
- 再等
- 先等
- 要等
- 需等
- 稍等
- 坐等
[HD206]
一些
若干
很多
许多
好多
不少
- 不少于
几个 ?few
几次 ?few
几天 ?few
几家 ?few
几台 ?few
几份 ?few
几条 ?few
几件 ?few
几种 ?few
几项 ?few
几位 ?few
几名 ?few
几分钟 ?few
几小时 ?few
几周 ?few
几年 ?few
几遍 ?few
几套 ?few
几张 ?few
几批 ?few
几组 ?few
几行 ?few
几块 ?few
几处 ?few
几款 ?few
几秒 ?few
几页 ?few
几步 ?few
几道 ?few
几本 ?few
几把 ?few
几支 ?few
几根 ?few
几片 ?few
几箱 ?few
几包 ?few
几户 ?few
几人 ?few
几样 ?few
几轮 ?few
几度 ?few
几毫米 ?few
几丝 ?few
几元 ?few
几万 ?few
几千 ?few
几百 ?few
好几
少量
少许
适量
大量
海量
大部分
绝大部分
一部分
小部分
大多数
绝大多数
少数
- 少数民族
- 少数股东
个别
部分客户
部分订单
部分供应商
部分产品
部分零件
部分同事
部分数据
部分文件
部分资料
部分设备
部分情况
多个
- 多个月
多次
- 多次方
数次
数个
数家
数十
数百
一堆
一大堆
一大批
零星
稍微
略微
稍许
一点点
一丁点
多加一点
加一点
留一点
放一点
少一点
多一点
一定量
一定数量
一定比例
一定的余量
足够的
足量
多备
不多
- 不多于
- 差不多
为数不多
[HD207]
定期 ?unless-period
- 固定期
- 约定期
- 规定期
- 指定期
- 确定期
- 限定期
- 预定期
- 既定期
- 法定期
- 议定期
- 商定期
- 选定期
- 设定期
- 锁定期
- 鉴定期
- 稳定期
- 判定期
- 认定期
- 定期存款
- 不定期租赁
不定期
及时 ?unless-period
- 及时雨
尽快 ?unless-period
尽早 ?unless-period
尽早点
早日
赶紧
赶快
趁早
抓紧
有空 ?free
空了再
空的时候
空闲的时候
空闲时
得空
抽空
抽时间
有时间再
有时间的时候
有时间就
有时间的话
闲时
闲下来
忙完再
过一阵
过阵子
过段时间
过一段时间
过几天
过两天
过些日子
过些天
等几天
改天
改日
回头再
回头补
回头把
稍后
晚些时候
晚点再
晚一点再
迟些
后面再
后续再
以后再
之后再说
往后再
将来再
到时候
到时再
日后 ?one-day
近期
短期内
不久
不久后
偶尔
偶然
经常
- 经常性
- 经常项目
常常
时常
时不时
不时
- 不时之需
隔三差五
隔段时间
隔一段时间
每隔一段时间
一段时间
隔几天
有时候
有时会
有时要
有时需
有时还
间或
频繁
适时
择机
择期
随时检查
随时关注
随时留意
随时跟进
随时查看
随时更新
第一时间
平时多
没事就
没事的时候
三天两头
早晚
- 早晚班
- 早晚各
- 早晚高峰
- 早晚两
迟早
抽个时间
找个时间
找时间
长期来看
周期性 ?unless-period
[HD208]
相关人员
相关部门
相关同事
相关负责人
相关人士
相关单位
相关科室
相关方
- 相关方程
- 利益相关方
相关领导
相关的人
相关责任人
相关岗位
相关团队
有关人员
有关部门
有关同事
有关负责人
有关方面
有关单位
有关领导
有关的人
对应的人
对应负责人
对应部门
对应同事
对应人员
对口人员
对口部门
对口的人
负责的人
负责的同事
管这个的
管这块的
管事的
懂的人
懂行的
懂这个的
会的人
熟悉的人
熟悉的同事
有经验的人
有经验的师傅
有经验的同事
有人
- 有人工
- 有人民
- 没有人
- 还有人
- 所有人
- 持有人
- 拥有人
某人
某位
某同事
某部门
某些人
别人
其他人
其它人
其他同事
其他部门
别的同事
别的部门
别的人
同事们
大家
- 大家电
- 大家都知道
那边
- 那边缘
- 那边界
这边的人
他们
她们
人家
那个人
那位
那帮人
那几个人
上面的人
下面的人
上级部门
厂里的人
车间的人
财务的人
现场的人
找人
- 找人工
问人
专人
各部门
各方
- 各方向
- 各方面
问同事
找同事
请同事
让同事
交给同事
领导们
业务那头
谁有空
谁在谁
[HD209]
那个 ?no-name
那份 ?no-name
那张 ?no-name
那台 ?no-name
那套 ?no-name
那种 ?no-name
那些 ?no-name
那几个 ?no-name
那几台 ?no-name
那本 ?no-name
那批 ?no-name
那块 ?no-name
那条 ?no-name
那家 ?no-name
那封 ?no-name
那儿 ?no-name
某个 ?no-name
某些 ?no-name
某台 ?no-name
某份 ?no-name
某处 ?no-name
某张 ?no-name
某种 ?no-name
某一 ?no-name
上面说的
上面提到的
上面讲的
上述说的
前面说的
前面提到的
前面讲的
刚才说的
刚才提到的
刚才那
刚说的
之前说的
之前提到的
之前提过的
之前讲的
之前讲过的
之前用的 ?no-name
之前那 ?no-name
之前的 ?previous
以前的 ?previous
以前那 ?no-name
以前用的 ?no-name
原来那 ?no-name
原来的 ?previous
上次那 ?no-name
上次的 ?previous
先前的 ?previous
早先的 ?previous
老系统 ?no-name
旧系统 ?no-name
老平台 ?no-name
旧平台 ?no-name
老表 ?no-name
旧表 ?no-name
- 旧表面
- 老表面
老脚本 ?no-name
旧脚本 ?no-name
老程序 ?no-name
旧程序 ?no-name
老文件 ?no-name
旧文件 ?no-name
老的那
旧的那
旧的 ?old-thing
老的 ?old-thing
另一个系统 ?no-name
另一个表 ?no-name
另一个脚本 ?no-name
另一个文件 ?no-name
另外一个 ?no-name
老地方
老位置
那东西
这东西
那玩意
这玩意
这个东西
你知道的
你懂的
[HD210]
众所周知
显然
显而易见
很简单
非常简单
比较简单
挺简单
特别简单
简单得很
简单来说
简单说
很容易
比较容易
挺容易
不难
没什么难
没啥难
不用说
不言而喻
不必多说
不用多说
不用教
毋庸置疑
毫无疑问
理所当然
当然
其实
说白了
反正
总之
无非
就行
- 就行业
- 就行使
- 就行政
- 就行程
就可以了
就好了
就好
- 成就好
就完事
就完了
就ok
就没事了
就没问题
大家都知道
人人都知道
都知道的
谁都会
一看就会
一看就知道
一看就懂
一看便知
一目了然
懂的都懂
顺手
随手
随便
傻瓜式
轻松
没啥
没什么
闭着眼
小菜一碟
[HD211]
太大 ?no-quantity
太小 ?no-quantity
太高 ?no-quantity
太低 ?no-quantity
太多 ?no-quantity
太少 ?no-quantity
太长 ?no-quantity
太短 ?no-quantity
太慢 ?no-quantity
太快 ?no-quantity
太久 ?no-quantity
太紧 ?no-quantity
太松 ?no-quantity
太厚 ?no-quantity
太薄 ?no-quantity
太热 ?no-quantity
太冷 ?no-quantity
太晚 ?no-quantity
太满 ?no-quantity
太重 ?no-quantity
太差 ?no-quantity
太旧 ?no-quantity
过大 ?no-quantity
过小 ?no-quantity
过高 ?no-quantity
过低 ?no-quantity
过多 ?no-quantity
过少 ?no-quantity
过长 ?no-quantity
过短 ?no-quantity
过慢 ?no-quantity
过快 ?no-quantity
过久 ?no-quantity
过紧 ?no-quantity
过松 ?no-quantity
过热 ?no-quantity
过厚 ?no-quantity
过薄 ?no-quantity
过重 ?no-quantity
过度 ?no-quantity
偏大 ?no-quantity
偏小 ?no-quantity
偏高 ?no-quantity
偏低 ?no-quantity
偏慢 ?no-quantity
偏快 ?no-quantity
偏多 ?no-quantity
偏少 ?no-quantity
偏长 ?no-quantity
偏短 ?no-quantity
偏紧 ?no-quantity
偏松 ?no-quantity
较大 ?no-quantity
较小 ?no-quantity
较高 ?no-quantity
较低 ?no-quantity
较多 ?no-quantity
较少 ?no-quantity
较长 ?no-quantity
较慢 ?no-quantity
较久 ?no-quantity
较重 ?no-quantity
很大 ?no-quantity
很小 ?no-quantity
很高 ?no-quantity
很低 ?no-quantity
很慢 ?no-quantity
很久 ?no-quantity
很长 ?no-quantity
很短 ?no-quantity
很少 ?no-quantity
很热 ?no-quantity
很重 ?no-quantity
很差 ?no-quantity
很严重 ?no-quantity
特别大 ?no-quantity
特别小 ?no-quantity
特别高 ?no-quantity
特别低 ?no-quantity
特别多 ?no-quantity
特别少 ?no-quantity
特别慢 ?no-quantity
特别长 ?no-quantity
特别久 ?no-quantity
非常大 ?no-quantity
非常高 ?no-quantity
非常低 ?no-quantity
非常多 ?no-quantity
非常慢 ?no-quantity
非常久 ?no-quantity
异常大 ?no-quantity
异常小 ?no-quantity
异常高 ?no-quantity
异常低 ?no-quantity
异常多 ?no-quantity
异常慢 ?no-quantity
异常升高 ?no-quantity
异常增多 ?no-quantity
明显升高 ?no-quantity
明显偏 ?no-quantity
明显变 ?no-quantity
明显增 ?no-quantity
明显下降 ?no-quantity
明显降低 ?no-quantity
明显变慢 ?no-quantity
不够大 ?no-quantity
不够快 ?no-quantity
不够高 ?no-quantity
不够长 ?no-quantity
不够紧 ?no-quantity
严重磨损 ?no-quantity
磨损严重 ?no-quantity
严重超差 ?no-quantity
超差严重 ?no-quantity
严重滞后 ?no-quantity
严重不足 ?no-quantity
严重偏 ?no-quantity
变慢 ?no-quantity
变得很 ?no-quantity
大幅 ?no-quantity
金额大 ?no-quantity
大额 ?no-quantity
大批量 ?no-quantity
数量大 ?no-quantity
量大的 ?no-quantity
长时间 ?no-quantity
迟迟不 ?no-quantity
超标太 ?no-quantity
严重时 ?no-quantity
卡顿 ?no-quantity
[HD102]
我电脑 ?mine
我的电脑
我自己的电脑
我自己电脑
我办公电脑
我的办公电脑
我工作电脑
我的工作电脑
我笔记本
我的笔记本
我的本子
我本子
我桌面 ?mine
我的桌面
我电脑桌面
我的文档
我的下载
我的d盘
我的c盘
我的e盘
我d盘
我c盘
我e盘
我 d 盘
我 c 盘
我 e 盘
我的 d 盘
我的 c 盘
我的 e 盘
我f盘
我 f 盘
我u盘
我的u盘
我 u 盘
我的 u 盘
我的移动硬盘
我移动硬盘
我的硬盘
我硬盘
我的网盘
我网盘
我个人网盘
个人网盘
私人网盘
我的云盘
个人云盘
我的邮箱
我邮箱
我邮件里
我的邮件
我的收件箱
我的私人邮箱
我私人邮箱
我的个人邮箱
私人邮箱里
个人邮箱里
我的草稿箱
我抽屉
我的抽屉
我的柜子
我柜子
我的办公桌
我办公桌
我桌上
我桌子
我工位
我的工位
我家里
我家
我手机里
我手机上存
我手机相册
我的手机里
我的手机相册
我的相册
我相册
我脑子
我的脑子
我脑海
我的备忘录
我备忘录
我的便签
我的便利贴
我的收藏夹
我收藏夹
我的浏览器
我浏览器
我本地
我的本地
我的机器上
我机器上
我的虚拟机
我的工作站
个人电脑
个人硬盘
私人电脑
自己电脑
自己的电脑
自己硬盘
电脑桌面上
微信聊天记录
微信记录
微信聊天
微信收藏
微信里存
微信里有
微信里翻
聊天记录里
聊天记录中
聊天记录
qq聊天
钉钉聊天
文件传输助手
微信文件
本地 ?local
[HD103]
我的个人账号
我个人账号
我的个人账户
我个人账户
我的账号
我账号
我的账户
我自己的账号
我本人账号
我本人的账号
我的私人账号
私人账号
我的私人手机
我私人手机
私人手机
私人号码
私人电话
私人微信
私人邮箱
- 私人邮箱里
我的私人手机号
我的手机号
我手机号
我的手机
我手机
我的号码
我的个人手机
我个人手机
个人手机号
个人手机
个人微信号
我个人微信
我的个人微信
个人微信
我的微信
我的微信号
我微信号
加我微信
我的支付宝
个人支付宝
个人银行卡
我的银行卡
我的qq
我个人的
我自己的微信
我自己的手机
我自己的邮箱
我个人邮箱
个人邮箱
- 个人邮箱里
我的身份证
我的名义
用我的名字
以我的名义
我的ukey
我的u盾
我的证书
我的工号
我的密钥
我的域账号
[HD105]
找我
问我
联系我
咨询我
请教我
通知我
告诉我
告知我
叫我
喊我
呼我
微信我
私信我
艾特我
@我
发我
发给我
发邮件给我
转给我
交给我
给我打电话
给我发
给我说
给我一份
给我看
打我电话
打我手机
打给我
拨我
跟我说
跟我讲
跟我确认
跟我联系
跟我对
和我说
和我确认
和我联系
和我对
与我联系
与我确认
向我确认
向我汇报
向我反馈
向我报告
向我申请
让我来
让我看
让我处理
由我来
由我处理
由我负责
由我审核
由我确认
由我签
由我去
由我决定
由我定
由我
- 由我司
- 由我方
- 由我厂
- 由我们
- 由我部
- 由我公司
- 由我院
- 由我国
我来处理
我来
- 我来自
- 我来之前
- 我来公司
我会
- 我会议
- 我会上
我处理
我再
我去
- 我去年
我帮
我负责
我审核
我确认后
我签字
我定
我拍板
等我
经我
报我
我在的时候
我还在
我随时
找本人
联系本人
问本人
