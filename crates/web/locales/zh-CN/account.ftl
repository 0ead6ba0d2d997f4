# 登录、首次设置、我的账号、账号管理
login-title = 登录
login-name = 登录名
login-password = 密码
login-submit = 登录
login-demo = 演示公司
login-demo-hint = 以下人员和公司均为虚构。点一下即可用该角色登录。
error-sign-in = 登录名或密码不对。
error-sign-in-locked = 连续输错多次，请稍后再试。

totp-title = 两步验证
totp-hint = 请输入验证器应用中显示的 6 位数字。
totp-code = 验证码
error-totp-wrong = 验证码不对，请用验证器中最新的 6 位数字。
error-totp-used = 这个验证码已经用过，请等下一个。
error-totp-on = 两步验证已经开启。

setup-title = 首次设置
setup-hint = 填写公司名称和第一个系统管理员。管理员随后可以为人事、主管等建立账号。
setup-token = 启动口令（显示在服务器启动时的控制台）
setup-company = 公司名称
setup-display-name = 管理员姓名
setup-submit = 开始使用
error-setup-token = 启动口令不对，请查看服务器控制台。

password-hint = 至少 8 个字符，建议 15 个以上；不要用常见密码。
error-login = 登录名为 2 到 64 个字符，不含空格。
error-login-taken = 这个登录名已被使用。
error-password-short = 密码至少 8 个字符。
error-password-long = 密码最多 256 个字符。
error-password-common = 这个密码太常见，容易被猜到，请换一个。
error-password-wrong = 原密码不对。
error-role = 这个角色不能直接授予。
error-own-admin-role = 不能取消自己的管理员角色，请由另一位管理员操作。
error-own-account = 不能停用自己的账号。

account-title = 我的账号
account-preferences = 语言与外观
account-language = 语言
account-theme = 外观
theme-auto = 跟随系统
theme-light = 浅色
theme-dark = 深色
account-password = 密码
account-old-password = 原密码
account-new-password = 新密码
account-change-password = 修改密码
account-totp = 两步验证
account-totp-on = 已开启
account-totp-off = 尚未开启。能看到薪酬或评分的账号应当开启。
account-totp-begin = 开启两步验证
account-totp-remove = 关闭
account-totp-how = 在验证器应用中新增账号，输入下面的密钥，再填入显示的 6 位数字。
account-totp-open = 在本机的验证器应用中打开
account-totp-confirm = 确认开启
account-sessions = 已登录的设备
account-session-device = 设备
account-session-since = 登录时间
account-session-last = 最近使用
account-session-this = 本机
account-session-end = 退出该设备

done-saved = 已保存。
done-password = 密码已修改，其他设备已全部退出。
done-session-ended = 该设备已退出。
done-totp-on = 两步验证已开启。
done-totp-off = 两步验证已关闭。
