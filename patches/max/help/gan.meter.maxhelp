{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 8,
			"minor": 5,
			"revision": 5,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [
			100.0,
			100.0,
			860.0,
			444.0
		],
		"bglocked": 0,
		"openinpresentation": 0,
		"default_fontsize": 12.0,
		"default_fontface": 0,
		"default_fontname": "Arial",
		"gridonopen": 1,
		"gridsize": [
			15.0,
			15.0
		],
		"gridsnaponopen": 1,
		"objectsnaponopen": 1,
		"statusbarvisible": 2,
		"toolbarvisible": 1,
		"boxanimatetime": 200,
		"enablehscroll": 1,
		"enablevscroll": 1,
		"description": "",
		"digest": "",
		"tags": "",
		"style": "",
		"boxes": [
			{
				"box": {
					"id": "obj-1",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						14.0,
						132.8,
						32.0
					],
					"text": "gan.meter",
					"fontsize": 24.0,
					"fontface": 1
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						52.0,
						291.2,
						20.0
					],
					"text": "See how loud the voices and the output are",
					"fontsize": 12.0,
					"fontface": 1
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						72.0,
						436.3999999999999,
						20.0
					],
					"text": "One bar for each voice, and the output on the right, over 60 dB.",
					"fontsize": 12.0,
					"fontface": 0
				}
			},
			{
				"box": {
					"id": "obj-4",
					"maxclass": "bpatcher",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						30.0,
						128.0,
						600.0,
						164.0
					],
					"name": "gan.meter.maxpat",
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"border": 0,
					"args": [
						7770
					],
					"offset": [
						0.0,
						0.0
					],
					"viewvisibility": 1,
					"lockeddragscroll": 0,
					"bgmode": 0
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						30.0,
						318.0,
						126.19999999999999,
						22.0
					],
					"text": "print gan.meter-1"
				}
			},
			{
				"box": {
					"id": "obj-6",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						384.0,
						284.59999999999997,
						20.0
					],
					"text": "port: where the instrument listens (7770)",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 5,
					"outlettype": [
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						640.0,
						14.0,
						146.0,
						22.0
					],
					"text": "gan.server 7770 7771"
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						640.0,
						38.0,
						198.79999999999998,
						20.0
					],
					"text": "the connection, once a patch",
					"fontsize": 12.0
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"source": [
						"obj-4",
						0
					],
					"destination": [
						"obj-5",
						0
					]
				}
			}
		]
	}
}
