<?php
/* Fills a WordPress with what a town's directory exports, an entry a post, and says the address of one of them. CONFIG and JSON come as arguments. */
define('WP_INSTALLING', true);
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('子育て', 'admin', 'admin@example.jp', true, '', bin2hex(random_bytes(8)));
$entries = json_decode(file_get_contents($argv[2]), true);
$posts = [];
$meta = [];
$id = 1000;
foreach ($entries as $e) {
	$facts = $e['facts'];
	$text = '';
	foreach ($facts as $name => $value)
		$text .= '<p>' . htmlspecialchars($name . ': ' . $value) . "</p>\n";
	$at = gmdate('Y-m-d H:i:s', 1767225600 + $id);
	$posts[] = $wpdb->prepare('(%d, 1, %s, %s, %s, %s, \'\', \'publish\', \'closed\', \'closed\', %s, \'\', \'\', %s, %s, \'\', \'post\')',
		++$id, $at, $at, $text, $e['name'], 'p' . $id, $at, $at);
	foreach (['phone', 'address', 'type'] as $key)
		if (!empty($facts[$key] ?? $e[$key] ?? ''))
			$meta[] = $wpdb->prepare('(%d, %s, %s)', $id, $key, $facts[$key] ?? $e[$key]);
}
foreach (array_chunk($posts, 500) as $rows)
	$wpdb->query("INSERT INTO $wpdb->posts (ID, post_author, post_date, post_date_gmt, post_content, post_title, post_excerpt, post_status,
		comment_status, ping_status, post_name, to_ping, pinged, post_modified, post_modified_gmt, post_content_filtered, post_type) VALUES "
		. implode(',', $rows)) or exit("posts: $wpdb->last_error\n");
foreach (array_chunk($meta, 500) as $rows)
	$wpdb->query("INSERT INTO $wpdb->postmeta (post_id, meta_key, meta_value) VALUES " . implode(',', $rows));
update_option('posts_per_page', 20);
update_option('permalink_structure', '');
$wpdb->query("ANALYZE TABLE $wpdb->posts, $wpdb->postmeta");
echo count($posts), ' /?p=', 1000 + intdiv(count($posts), 2), "\n";
